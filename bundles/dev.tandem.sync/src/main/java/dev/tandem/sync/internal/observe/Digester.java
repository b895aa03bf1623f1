package dev.tandem.sync.internal.observe;

import dev.tandem.backup.Id;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Comparison;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.replica.Lost;
import dev.tandem.sync.internal.replica.Replica;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Learns what is in a file. Where contents are not to be compared, a digest stands for size and time instead: it is
 * equal to no digest of bytes, so that a file read later for another reason is taken for changed rather than the other
 * way round. Thread-safe.
 */
public final class Digester {
    private static final int BUFFER = 256 * 1024;
    private static final long ASSUMED = -1;

    private final Comparison comparison;
    private final long granularity;
    private final JobMonitor monitor;

    /** @param granularity nanoseconds that times are rounded down to before they are compared */
    public Digester(Comparison comparison, long granularity, JobMonitor monitor) {
        this.comparison = comparison;
        this.granularity = granularity;
        this.monitor = monitor;
    }

    /**
     * Returns the file with its content known; {@link Item.Unknown} where it cannot be read, or changed meanwhile.
     *
     * @param path where it is
     * @param seen what was seen there
     */
    Item read(Replica replica, RawPath path, FileItem seen) {
        return switch (comparison) {
            case CONTENT -> digested(replica, path, seen);
            case SIZE_AND_TIME -> seen.with(new Id(ASSUMED, ASSUMED, seen.size(),
                    Math.floorDiv(seen.attributes().modified(), granularity)));
            case SIZE -> seen.with(new Id(ASSUMED, ASSUMED, seen.size(), ASSUMED));
        };
    }

    private Item digested(Replica replica, RawPath path, FileItem seen) {
        monitor.current(path);
        try (Replica.Source source = replica.read(path)) {
            if (!isSame(source.stat(), seen)) {
                return changing();
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[(int) Math.min(BUFFER, seen.size() + 1)];
            int length;
            while ((length = source.read(buffer, 0, buffer.length)) >= 0) {
                digest.update(buffer, 0, length);
                monitor.checkCancelled();
            }
            return isSame(source.stat(), seen) ? seen.with(Id.of(digest.digest())) : changing();
        } catch (IOException e) {
            if (Lost.isLost(e)) {
                throw new UncheckedIOException(Lost.of(e));
            }
            return new Item.Unknown("it cannot be read: " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java run time has SHA-256", e);
        }
    }

    private static boolean isSame(FileItem now, FileItem seen) {
        return now.size() == seen.size() && now.attributes().modified() == seen.attributes().modified()
                && now.attributes().fileId() == seen.attributes().fileId()
                && now.attributes().changed() == seen.attributes().changed();
    }

    private static Item changing() {
        return new Item.Unknown("it is being changed; the next run takes it");
    }
}
