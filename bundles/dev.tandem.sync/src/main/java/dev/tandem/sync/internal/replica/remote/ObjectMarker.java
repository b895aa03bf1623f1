package dev.tandem.sync.internal.replica.remote;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.sync.internal.replica.RootMarker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The marker of a root on a storage, {@code .tandem/root.json}. */
public final class ObjectMarker {
    private static final RemotePath PLACE = RemotePath.of(".tandem", "root.json");
    private static final int MOST = 1 << 20;
    private static final WriteOptions LASTING = new WriteOptions(false, true, false);

    private ObjectMarker() { }

    /**
     * Reads the marker.
     *
     * @return empty where there is none
     * @throws IOException when it cannot be read, or is damaged
     */
    public static Optional<RootMarker> read(StorageSession session) throws IOException {
        Optional<ObjectInfo> there = session.stat(PLACE).filter(info -> !info.directory());
        if (there.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = session.read(PLACE, 0, -1)) {
            return Optional.of(RootMarker.parse(new String(in.readNBytes(MOST), StandardCharsets.UTF_8),
                    PLACE.toString()));
        }
    }

    /**
     * Returns the marker of a root that can be written to, which it gets where it has none. A copy cannot be told from a
     * root that has another address, as the one before may not be reached; the number of its last run tells.
     */
    public static RootMarker claim(StorageSession session, String name, String place) throws IOException {
        Optional<RootMarker> found = read(session);
        RootMarker now = found.map(marker -> marker.seenAt(place)).orElseGet(() -> RootMarker.created(name, place));
        if (!found.equals(Optional.of(now))) {
            write(session, now);
        }
        return now;
    }

    /** Writes the marker; at any time the old one or this is there, where the storage can replace a file at all. */
    public static void write(StorageSession session, RootMarker marker) throws IOException {
        Content text = Content.of(marker.text().getBytes(StandardCharsets.UTF_8));
        if (session.capabilities().contains(Capability.ATOMIC_WRITE)) {
            session.write(PLACE, text, LASTING);
            return;
        }
        RemotePath waiting = ObjectStore.temporary();
        session.write(waiting, text, LASTING);
        session.rename(waiting, PLACE, true);
    }
}
