package dev.tandem.backup;

import java.util.List;
import java.util.Optional;

/**
 * What was recovered.
 *
 * @param trees     root trees no snapshot referred to
 * @param snapshot  the snapshot of them, empty when there were none
 * @param forgotten damaged snapshots whose files were deleted
 */
public record Recovery(int trees, Optional<Id> snapshot, List<Id> forgotten) { }
