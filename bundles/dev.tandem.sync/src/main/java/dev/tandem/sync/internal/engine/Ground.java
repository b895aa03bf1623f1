package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.storage.Location;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncException.Kind;
import dev.tandem.sync.internal.replica.RootMarker;
import dev.tandem.sync.internal.replica.RootState;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder that is to be kept in step, as it is found before anything is opened.
 *
 * @param path   absolute, links resolved
 * @param marker which root it is; empty where it has none yet
 */
record Ground(RawPath path, Optional<RootMarker> marker) {
    /**
     * Looks at a location.
     *
     * @throws SyncException where there is no folder, or none that can be read
     */
    static Ground of(Location where, LocalReader reader) throws SyncException {
        if (!where.scheme().equals(Location.FILE)) {
            throw new SyncException(Kind.UNSUPPORTED, "'" + where + "' cannot be kept in step: only folders of this "
                    + "computer can, mounted ones among them");
        }
        RawPath path;
        try {
            path = resolved(where);
        } catch (IOException | InvalidPathException e) {
            throw new SyncException(Kind.NOT_FOUND, missing(where), e);
        }
        return switch (RootState.of(reader, path)) {
            case FILLED, EMPTY -> new Ground(path, marker(reader, path));
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

    /** Returns what names the root; its path where it has no marker, as where nothing can be written. */
    String id() {
        return marker.map(RootMarker::id).orElse("path:" + path);
    }

    boolean overlaps(Ground other) {
        return path.startsWith(other.path) || other.path.startsWith(path);
    }
}
