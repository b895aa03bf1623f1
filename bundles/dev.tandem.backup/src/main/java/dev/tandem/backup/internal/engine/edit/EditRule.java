package dev.tandem.backup.internal.engine.edit;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.internal.format.RawNode;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.List;

/** What becomes of the entries of a tree. Asked twice for an entry, it says the same. */
interface EditRule {
    /** What becomes of one entry. */
    sealed interface Verdict permits Plain, Cut { }

    /** What becomes of an entry whatever it holds. */
    enum Plain implements Verdict {
        /** It stays; of a directory, what is in it is looked at. */
        KEEP,
        /** It is taken out, with all below. */
        DROP,
        /** A directory without a tree gets an empty one. */
        EMPTY
    }

    /**
     * The content of a file is replaced.
     *
     * @param content the blobs it has from now on
     * @param size    their size
     */
    record Cut(List<Id> content, long size) implements Verdict { }

    /** Returns what becomes of the entry at {@code path}, which {@code raw} has byte for byte. */
    Verdict verdict(RawPath path, Node node, RawNode raw) throws IOException;

    /** Tells whether the same tree may come out differently at different paths. */
    boolean dependsOnPath();

    /** Tells whether a tree that is lost gives way to an empty one, instead of ending the work. */
    boolean replacesLostTrees();
}
