package dev.tandem.backup.internal.engine.proof;

/** What to do about what a proof found. */
enum Remedy {
    /** The repository lost something. */
    REPOSITORY("run 'tandem check --read-data': it says which files of which snapshots are hit, and names the command"
            + " that mends each. Bring the pack back from a copy of the repository if there is one; while the file"
            + " itself is still there, keep it"),
    /** The repository has the content, but it did not arrive. */
    SCRATCH("the repository has the whole file; see whether the scratch folder's disk is full or fails, or name another"
            + " folder with --scratch"),
    /** What was right when it was written was not right when it was read. */
    HARDWARE("the repository has the right content, so this computer is suspect: test its memory, and the disk of the"
            + " scratch folder, then prove again with --scratch on another disk"),
    /** An attribute did not come back. */
    METADATA("the content is right; the scratch folder's file system may not be able to hold this: name a folder with"
            + " --scratch on a file system like the source's"),
    /** Source and snapshot differ although nothing says that the source changed. */
    SOURCE("the snapshot restores what was read then, but the source reads differently now without a new time: the disk"
            + " of the source or the memory is suspect. Look which of the two is right, and back up again with"
            + " --force");

    private final String text;

    Remedy(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
