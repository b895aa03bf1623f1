package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawPath;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.Quota;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.Gate;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncException.Kind;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.RootMarker;
import dev.tandem.sync.internal.replica.remote.ObjectLock;
import dev.tandem.sync.internal.replica.remote.ObjectMarker;
import dev.tandem.sync.internal.replica.remote.StorageReplica;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A location of a storage.
 *
 * @param name   the location without what may be secret
 * @param marker which root it is; empty where it has none yet
 */
record StorageGround(Location where, String name, StorageSession session, Optional<RootMarker> marker,
        Workshop workshop) implements Ground {
    /** What a person accepts who wants a location to be made. */
    static final String NEW_ROOT = "new-root";

    static StorageGround of(Location where, boolean create, Workshop workshop) throws SyncException {
        StorageSession session;
        String name = name(where);
        try {
            session = workshop.storages().open(where, create ? Storages.Mode.CREATE : Storages.Mode.EXISTING);
        } catch (StorageException e) {
            throw failed(name, create, e);
        }
        boolean found = false;
        try {
            StorageGround ground = new StorageGround(where, name, session, ObjectMarker.read(session), workshop);
            found = true;
            return ground;
        } catch (IOException e) {
            throw new SyncException(Kind.STORAGE, name + ": " + e.getMessage(), e);
        } finally {
            if (!found) {
                session.close();
            }
        }
    }

    /** Settings of an address may be secret, and do not say where a place is. */
    private static String name(Location where) {
        String text = where.toString();
        int settings = text.indexOf('?');
        return settings < 0 || where.scheme().equals(Location.NAMED) ? text : text.substring(0, settings);
    }

    private static SyncException failed(String name, boolean create, StorageException e) {
        if (e.kind() == StorageException.Kind.NOT_FOUND && !create) {
            SyncException missing = new SyncException(List.of(new Gate(NEW_ROOT, name + " is not there ("
                    + e.getMessage() + ")", "Is it spelled right? If it is to be made, pass --accept " + NEW_ROOT
                    + " (or --force for all)", true)));
            missing.initCause(e);
            return missing;
        }
        Kind kind = switch (e.kind()) {
            case NOT_FOUND -> Kind.NOT_FOUND;
            case UNSUPPORTED -> Kind.UNSUPPORTED;
            case INVALID -> Kind.INVALID;
            default -> Kind.STORAGE;
        };
        return new SyncException(kind, e.getMessage(), e);
    }

    @Override
    public String describe() {
        return name;
    }

    @Override
    public RawPath place() {
        return RawPath.of(name);
    }

    @Override
    public boolean overlaps(Ground other) {
        return other instanceof StorageGround storage && storage.where.scheme().equals(where.scheme())
                && (place().startsWith(storage.place()) || storage.place().startsWith(place()));
    }

    @Override
    public Optional<RawPath> folder() {
        return Optional.empty();
    }

    @Override
    public AttributeRules holds(AttributeRules rules) {
        return new AttributeRules(rules.times(), 0, false, false);
    }

    @Override
    public Footing open(AttributeRules rules) throws IOException {
        Optional<ObjectLock> lock = ObjectLock.take(session, name, workshop.clock(), workshop.held());
        boolean opened = false;
        try {
            Optional<RootMarker> now = lock.isPresent() ? Optional.of(ObjectMarker.claim(session, origin(), name))
                    : marker;
            StorageReplica side = StorageReplica.open(session, name, now.map(RootMarker::name).orElse(origin()),
                    now.map(RootMarker::id).orElse(""), lock.isPresent(), workshop.places().cache(),
                    () -> require(lock));
            opened = true;
            return new OpenStorage(side, now, lock);
        } finally {
            if (!opened && lock.isPresent()) {
                lock.get().close();
            }
        }
    }

    private static void require(Optional<ObjectLock> lock) throws IOException {
        if (lock.isPresent()) {
            lock.get().check();
        }
    }

    /** The last name of the place, or what it is a place of. */
    private String origin() {
        String[] names = place().toString().split("[/@:]+");
        return names.length == 0 ? where.scheme() : names[names.length - 1];
    }

    final class OpenStorage implements Footing {
        private final Replica side;
        private final Optional<RootMarker> found;
        private final Optional<ObjectLock> lock;

        OpenStorage(Replica side, Optional<RootMarker> found, Optional<ObjectLock> lock) {
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
            ObjectMarker.write(session, next);
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
        Optional<Quota> quota = session.facet(Quota.class);
        OptionalLong free = quota.isPresent() ? quota.get().free() : OptionalLong.empty();
        OptionalLong total = free.isPresent() ? quota.get().total() : OptionalLong.empty();
        return new Pairing.Room(name, free.orElse(-1), total.orElse(0));
    }

    @Override
    public void close() {
        session.close();
    }
}
