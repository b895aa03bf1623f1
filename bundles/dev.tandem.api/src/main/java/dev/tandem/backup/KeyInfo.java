package dev.tandem.backup;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * One key of a repository, as its file says without a password.
 *
 * @param id       its name in the repository
 * @param current  whether this session opened the repository with it
 * @param hostname machine it was made on, possibly empty
 * @param username user who made it, possibly empty
 * @param created  when it was made
 */
public record KeyInfo(Id id, boolean current, String hostname, String username, Optional<OffsetDateTime> created) { }
