package dev.tandem.backup.internal.engine.stats;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.StatsReport.DistinctFiles;
import dev.tandem.backup.internal.store.Hashing;
import java.security.MessageDigest;
import java.util.concurrent.atomic.LongAdder;

/** Tells files apart by their content, as restic does: by the list of their blobs. Thread-safe. */
final class ContentKeys {
    private final KeySet contents = new KeySet();
    private final LongAdder files = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** Tells whether this content was not here before. */
    boolean isNew(Node node) {
        boolean fresh = add(node);
        if (fresh) {
            files.increment();
            bytes.add(node.content().isEmpty() ? 0 : node.stat().size());
        }
        return fresh;
    }

    private boolean add(Node node) {
        if (node.content().isEmpty()) {
            return contents.add(0, 0);
        }
        if (node.content().size() == 1) {
            return contents.add(node.content().getFirst().a(), node.content().getFirst().b());
        }
        // Half of a SHA-256 is as unlikely to be met twice.
        MessageDigest digest = Hashing.newSha256();
        node.content().forEach(id -> digest.update(id.bytes()));
        Id key = Id.of(digest.digest());
        return contents.add(key.a(), key.b());
    }

    /** Returns the sum while nobody adds. */
    DistinctFiles sum() {
        return new DistinctFiles(files.sum(), 0, bytes.sum());
    }
}
