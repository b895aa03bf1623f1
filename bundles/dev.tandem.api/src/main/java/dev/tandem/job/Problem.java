package dev.tandem.job;

/**
 * Something a job could not do for one item, while the job went on.
 *
 * @param severity how bad it is
 * @param subject  what it is about, mostly a path
 * @param message  what failed and, where known, what to do
 */
public record Problem(Severity severity, String subject, String message) {
    /** How bad a problem is. */
    public enum Severity {
        /** Nothing is lost, but a person may want to know. */
        WARNING,
        /** This item was not done. */
        ERROR
    }

    /** An item that was not done. */
    public static Problem error(Object subject, String message) {
        return new Problem(Severity.ERROR, subject.toString(), message);
    }

    /** An item that was done, with something worth knowing. */
    public static Problem warning(Object subject, String message) {
        return new Problem(Severity.WARNING, subject.toString(), message);
    }
}
