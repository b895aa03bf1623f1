package dev.tandem.sync;

/** What happened to a path on one side since both sides were last equal there. */
public enum ChangeKind {
    /** It came to be. */
    CREATE,
    /** Its content, its attributes or its type changed. */
    UPDATE,
    /** It is gone. */
    DELETE
}
