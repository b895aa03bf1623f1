package dev.tandem.backup.internal.engine.proof;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalReader.SourceFile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** Reads restored files again, side by side with their sources. One thread at a time. */
final class ContentCheck {
    /** What the source has, compared with what was restored. */
    enum Compared {
        /** There is no source, or it cannot be opened. */
        NOT,
        /** The same bytes. */
        SAME,
        /** Other bytes. */
        DIFFERENT
    }

    /**
     * What was read.
     *
     * @param right  the restored file has the recorded hashes, and no byte more
     * @param source how the source compares
     */
    record Answer(boolean right, Compared source) { }

    private static final Logger LOG = System.getLogger(ContentCheck.class.getName());
    private static final int STEP = 1 << 18;

    private final LocalReader files;
    private final BlobIndex index;
    private final JobMonitor monitor;
    private final byte[] restoredBytes = new byte[STEP];
    private final byte[] sourceBytes = new byte[STEP];
    private Compared compared;

    ContentCheck(LocalReader files, BlobIndex index, JobMonitor monitor) {
        this.files = files;
        this.index = index;
        this.monitor = monitor;
    }

    Answer check(Node node, RawPath restored, Optional<RawPath> source) throws IOException {
        try (SourceFile file = files.open(restored);
                SourceFile original = source.isEmpty() ? null : open(source.get())) {
            compared = original == null ? Compared.NOT : Compared.SAME;
            boolean right = true;
            for (Id blob : node.content()) {
                right = right && isNext(blob, file, original);
            }
            right = right && file.read(restoredBytes, 0, 1) < 0;
            if (compared == Compared.SAME && !hasSame(original, 0)) {
                compared = Compared.DIFFERENT;
            }
            return new Answer(right, compared);
        }
    }

    /** Returns null where it cannot be opened any more. */
    private SourceFile open(RawPath source) {
        try {
            return files.open(source);
        } catch (IOException gone) {
            return null;
        }
    }

    private boolean isNext(Id blob, SourceFile file, SourceFile original) throws IOException {
        MessageDigest digest = Hashing.newSha256();
        long left = index.plainSize(BlobType.DATA, blob);
        if (left < 0) {
            return false;
        }
        while (left > 0) {
            monitor.checkCancelled();
            int wanted = (int) Math.min(STEP, left);
            int got = fill(file, restoredBytes, wanted);
            digest.update(restoredBytes, 0, got);
            if (compared == Compared.SAME && !hasSame(original, got)) {
                compared = Compared.DIFFERENT;
            }
            if (got < wanted) {
                return false;
            }
            left -= got;
            monitor.advance(0, got);
        }
        return Id.of(digest.digest()).equals(blob);
    }

    /** Tells whether the source goes on with what was just read; with nothing, whether it ends. */
    private boolean hasSame(SourceFile original, int length) {
        try {
            int got = fill(original, sourceBytes, Math.max(1, length));
            return Arrays.equals(restoredBytes, 0, length, sourceBytes, 0, got);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a source cannot be read to its end: {0}", e.toString());
            return false;
        }
    }

    private static int fill(SourceFile file, byte[] buffer, int length) throws IOException {
        int total = 0;
        for (int n; total < length && (n = file.read(buffer, total, length - total)) >= 0;) {
            total += n;
        }
        return total;
    }
}
