package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawPath;
import dev.tandem.storage.Location;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.RootMarker;
import java.io.IOException;
import java.util.Optional;

/** A place that is to be kept in step, as it is found before anything is changed there. */
sealed interface Ground extends AutoCloseable permits FolderGround, StorageGround {
    /**
     * Looks at a location.
     *
     * @param create whether it is made where it is not there; folders of this machine never are
     * @throws SyncException where nothing is there, or nothing that can be read
     */
    static Ground of(Location where, boolean create, Workshop workshop) throws SyncException {
        return where.scheme().equals(Location.FILE) ? FolderGround.of(where, workshop)
                : StorageGround.of(where, create, workshop);
    }

    /** Returns how people call it. */
    String describe();

    /** Returns what it is remembered by. */
    RawPath place();

    /** Returns which root it is; empty where it has no marker yet. */
    Optional<RootMarker> marker();

    /** Returns what names the root; its place where it has no marker, as where nothing can be written. */
    default String id() {
        return marker().map(RootMarker::id).orElse("path:" + place());
    }

    /** Tells whether one is in the other, as far as can be told. */
    boolean overlaps(Ground other);

    /** Returns the folder of this machine; empty where it is none. */
    Optional<RawPath> folder();

    /** Returns attributes of those rules that it can hold. */
    AttributeRules holds(AttributeRules rules);

    /**
     * Opens it for one user, marked.
     *
     * @throws SyncException {@code LOCKED} while another run uses it
     */
    Footing open(AttributeRules rules) throws IOException;

    /** Returns how much room there is. */
    Pairing.Room room() throws IOException;

    @Override
    void close();

    /** A ground that is open for one user. */
    interface Footing extends AutoCloseable {
        /** Returns the side. */
        Replica replica();

        /** Returns its marker; empty where it has none. */
        Optional<RootMarker> marker();

        /** Gives it another marker. */
        void mark(RootMarker next) throws IOException;

        @Override
        void close() throws IOException;
    }
}
