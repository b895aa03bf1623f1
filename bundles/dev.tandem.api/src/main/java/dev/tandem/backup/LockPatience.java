package dev.tandem.backup;

import dev.tandem.job.JobMonitor;
import java.time.Duration;

/**
 * How long to wait for a lock that somebody else holds.
 *
 * @param longest wait no longer; zero not to wait at all
 * @param monitor hears who is waited for, and may cancel the waiting
 */
public record LockPatience(Duration longest, JobMonitor monitor) {
    /** Does not wait. */
    public static final LockPatience NONE = new LockPatience(Duration.ZERO, JobMonitor.SILENT);
}
