package dev.tandem.backup.internal.engine.ledger;

import dev.tandem.backup.Ledger.SourceSize;
import dev.tandem.backup.Snapshot;
import java.util.Optional;

/** Decides whether a source lost so much since the snapshot before that a person should hear of it. */
public final class Shrinkage {
    private Shrinkage() { }

    /** Returns a sentence where more than a third of the files or of the bytes is gone. */
    public static Optional<String> sentence(SourceSize before, SourceSize now, Snapshot parent) {
        boolean shrunk = lostAThird(before.files(), now.files()) || lostAThird(before.bytes(), now.bytes());
        return !shrunk ? Optional.empty() : Optional.of("more than a third is gone: it had " + text(before)
                + " in the snapshot " + parent.id().brief() + " and has " + text(now) + " now. If you did not delete"
                + " or exclude them yourself, see whether a disk is not mounted, and keep that snapshot");
    }

    private static boolean lostAThird(long before, long now) {
        return now < before - before / 3.0;
    }

    private static String text(SourceSize size) {
        return size.files() + (size.files() == 1 ? " file of " : " files of ") + size.bytes() + " bytes";
    }
}
