package dev.tandem.backup;

import dev.tandem.model.RawPath;
import java.util.List;

/**
 * What to restore and how.
 *
 * @param snapshot  the snapshot
 * @param path      the folder or file within it that becomes the top; the root for all
 * @param target    absolute folder to restore into; made where it is not there
 * @param includes  patterns of what to restore; empty for all. Syntax as in {@link dev.tandem.scan.SourceRules}, over
 *                  paths below {@code path}
 * @param excludes  patterns of what not to restore
 * @param overwrite what to do with files that are there already
 * @param delete    delete what is in a restored folder, and selected by the patterns, but not in the snapshot
 * @param verify    read every restored file again and compare it with the snapshot
 * @param sparse    leave holes where content is zero
 * @param dryRun    find out what would be done, change nothing
 */
public record RestoreRequest(Snapshot snapshot, RawPath path, RawPath target, List<String> includes,
        List<String> excludes, Overwrite overwrite, boolean delete, boolean verify, boolean sparse, boolean dryRun) {

    /** What to do with files that are there already. */
    public enum Overwrite {
        /** Make them as in the snapshot; only blocks that differ are written. */
        ALWAYS,
        /** As {@link #ALWAYS}, but believe a file whose size and modification time are right. */
        IF_CHANGED,
        /** Only replace files older than the snapshot's. */
        IF_NEWER,
        /** Leave them alone. */
        NEVER
    }

    /** Restores all of {@code path}, with every choice at its default. */
    public static RestoreRequest of(Snapshot snapshot, RawPath path, RawPath target) {
        return new RestoreRequest(snapshot, path, target, List.of(), List.of(), Overwrite.ALWAYS, false, false, false,
                false);
    }
}
