package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.storage.Location;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncException.Kind;
import dev.tandem.sync.internal.replica.LocalReplica;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.RootMarker;
import dev.tandem.sync.internal.replica.RootState;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder of this machine.
 *
 * @param path   absolute, links resolved
 * @param marker which root it is; empty where it has none yet
 */
record FolderGround(RawPath path, Optional<RootMarker> marker, Workshop workshop) implements Ground {
    static FolderGround of(Location where, Workshop workshop) throws SyncException {
        RawPath path;
        try {
            path = resolved(where);
        } catch (IOException | InvalidPathException e) {
            throw new SyncException(Kind.NOT_FOUND, missing(where), e);
        }
        return switch (RootState.of(workshop.reader(), path)) {
            case FILLED, EMPTY -> new FolderGround(path, marker(workshop.reader(), path), workshop);
            case MISSING -> throw new SyncException(Kind.NOT_FOUND, missing(where));
            case NOT_A_DIRECTORY -> throw new SyncException(Kind.INVALID, where + " is not a folder");
            case UNREADABLE -> throw new SyncException(Kind.STORAGE, "the folder " + where
                    + " cannot be read; is it yours, and is its disk well?");
        };
    }

    private static RawPath resolved(Location where) throws IOException {
        return RawPath.of(Path.of(where.target()).toAbsolutePath().toRealPath());
    }

    private static String missing(Location where) {
        return "the folder " + where + " is not there. If its disk is not mounted, mount it; if it is to be a new "
                + "folder, make it first";
    }

    private static Optional<RootMarker> marker(LocalReader reader, RawPath path) throws SyncException {
        try {
            return RootMarker.read(reader, path);
        } catch (IOException e) {
            throw new SyncException(Kind.STORAGE, e.getMessage(), e);
        }
    }

    @Override
    public String describe() {
        return path.toString();
    }

    @Override
    public RawPath place() {
        return path;
    }

    @Override
    public boolean overlaps(Ground other) {
        return other instanceof FolderGround folder && (path.startsWith(folder.path) || folder.path.startsWith(path));
    }

    @Override
    public Optional<RawPath> folder() {
        return Optional.of(path);
    }

    @Override
    public AttributeRules holds(AttributeRules rules) {
        return rules;
    }

    @Override
    public Footing open(AttributeRules rules) throws IOException {
        Replica side = LocalReplica.open(path, workshop.reader(), workshop.writer(), rules);
        boolean opened = false;
        try {
            Optional<RootLock> lock = side.traits().writable() ? Optional.of(RootLock.take(path.toPath()))
                    : Optional.empty();
            Optional<RootMarker> now = RootMarker.read(workshop.reader(), path);
            opened = true;
            return new OpenFolder(side, now, lock);
        } finally {
            if (!opened) {
                side.close();
            }
        }
    }

    final class OpenFolder implements Footing {
        private final Replica side;
        private final Optional<RootMarker> found;
        private final Optional<RootLock> lock;

        OpenFolder(Replica side, Optional<RootMarker> found, Optional<RootLock> lock) {
            this.side = side;
            this.found = found;
            this.lock = lock;
        }

        @Override
        public Replica replica() {
            return side;
        }

        @Override
        public Optional<RootMarker> marker() {
            return found;
        }

        @Override
        public void mark(RootMarker next) throws IOException {
            next.write(workshop.writer(), path);
        }

        @Override
        public void close() throws IOException {
            try (side) {
                if (lock.isPresent()) {
                    lock.get().close();
                }
            }
        }
    }

    @Override
    public Pairing.Room room() throws IOException {
        FileStore store = Files.getFileStore(path.toPath());
        return new Pairing.Room(store.name() + ' ' + store.type(), store.getUsableSpace(), store.getTotalSpace());
    }

    @Override
    public void close() {
        // Nothing is held open between looking and opening.
    }
}
