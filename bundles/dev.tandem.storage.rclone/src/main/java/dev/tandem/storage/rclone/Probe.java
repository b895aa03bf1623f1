package dev.tandem.storage.rclone;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a remote can do: what rclone says of it, and what is better tried out with an object. Never {@code ATOMIC_WRITE},
 * although objects are put in place whole: rclone asks for the size of an object and then opens it, so that a reader may see
 * one that is replaced in between cut to the old length.
 */
final class Probe {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    /** Long ago, so that it cannot be the time of the upload. */
    private static final Instant TIME = Instant.parse("2001-02-03T04:05:06Z");
    private static final byte[] BYTES = {1, 2};

    private final Operations operations;
    private final Set<Capability> found = EnumSet.of(Capability.CONCURRENT);

    private Probe(Operations operations) {
        this.operations = operations;
    }

    static Set<Capability> of(Operations operations) {
        return new Probe(operations).run();
    }

    private Set<Capability> run() {
        Features features = operations.features();
        if (features.directories()) {
            found.add(Capability.DIRECTORIES);
        }
        RemotePath object = Names.temporary(new RemotePath("probe"));
        try {
            tryOut(object);
        } catch (IOException e) {
            System.getLogger(Probe.class.getName()).log(System.Logger.Level.DEBUG, "no promise about writing", e);
        }
        return Set.copyOf(found);
    }

    private void tryOut(RemotePath object) throws IOException {
        try {
            put(object);
            ObjectInfo info = operations.stat(object).orElseThrow(() -> new IOException("the probe is not there"));
            tryNaming(object);
            tryTelling(info);
            tryReading(object);
        } finally {
            operations.delete(object);
        }
    }

    private void tryNaming(RemotePath object) throws StorageException {
        Features features = operations.features();
        if (features.renames()) {
            found.add(Capability.RENAME);
        }
        if (features.has("DirMove") && features.directories()) {
            found.add(Capability.RENAME_DIRECTORIES);
        }
        boolean other = operations.stat(new RemotePath(object.name().toUpperCase(Locale.ROOT))).isEmpty();
        if (other && !features.has("CaseInsensitive")) {
            found.add(Capability.CASE_SENSITIVE);
        }
    }

    private void tryTelling(ObjectInfo info) {
        Features features = operations.features();
        Optional<Duration> off = info.modified().map(time -> Duration.between(TIME, time).abs());
        if (features.precision().filter(exact -> exact.compareTo(A_SECOND) <= 0).isPresent()
                && off.filter(difference -> difference.compareTo(A_SECOND) < 0).isPresent()) {
            found.add(Capability.SET_TIME);
        }
        if (info.tag().isPresent()) {
            found.add(Capability.TAGS);
        }
    }

    private void tryReading(RemotePath object) throws IOException {
        try (InputStream in = operations.read(object, 1, 1)) {
            if (in.read() == BYTES[1] && in.read() < 0) {
                found.add(Capability.RANGE_READ);
            }
        }
    }

    private void put(RemotePath object) throws StorageException {
        try (Spool.Spooled spooled = operations.spool().keep(Content.of(BYTES), Optional.of(TIME),
                operations.purpose("try out", RemotePath.ROOT))) {
            operations.put(spooled.file(), object);
        }
    }
}
