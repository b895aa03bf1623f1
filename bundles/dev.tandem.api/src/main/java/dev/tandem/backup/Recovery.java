package dev.tandem.backup;

import java.util.Optional;

/**
 * What was recovered.
 *
 * @param trees    root trees no snapshot referred to
 * @param snapshot the snapshot of them, empty when there were none
 */
public record Recovery(int trees, Optional<Id> snapshot) { }
