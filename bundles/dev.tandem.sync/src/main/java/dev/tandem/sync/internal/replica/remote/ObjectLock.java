package dev.tandem.sync.internal.replica.remote;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.sync.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps other runs away from a root on a storage: {@code .tandem/lock.json}, which says who has it and since when it is
 * known that he lives. It is refreshed every few minutes, and by whoever changes something when that was not done. It is
 * stale when nobody has for half an hour, or when it is of a process of this machine that is gone. Thread-safe.
 */
public final class ObjectLock implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ObjectLock.class.getName());
    private static final RemotePath PLACE = RemotePath.of(".tandem", "lock.json");
    private static final Duration FRESH = Duration.ofMinutes(3);
    private static final Duration STALE = Duration.ofMinutes(30);
    private static final int MOST = 1 << 16;

    private final StorageSession session;
    private final String where;
    private final InstantSource clock;
    private final Set<String> held;
    private final Holder us;
    private Instant refreshed;
    private Optional<Thread> keeper = Optional.empty();

    /**
     * Who has the lock.
     *
     * @param token tells one run from another
     */
    private record Holder(String host, long process, String token, Instant since) {
        static Holder ours(Instant now) {
            return new Holder(thisHost(), ProcessHandle.current().pid(), UUID.randomUUID().toString(), now);
        }

        String text(Instant alive) {
            JsonObject json = new JsonObject();
            json.addProperty("host", host);
            json.addProperty("process", process);
            json.addProperty("token", token);
            json.addProperty("since", since.toString());
            json.addProperty("alive", alive.toString());
            return json.toString();
        }

        /** Tells whether the process is one of this machine that is gone, or this one, which knows what it holds. */
        boolean isDead(Set<String> held) {
            return host.equals(thisHost()) && (ProcessHandle.of(process).isEmpty()
                    || process == ProcessHandle.current().pid() && !held.contains(token));
        }
    }

    /** A lock as it is on the storage. */
    private record Found(Holder holder, Instant alive, ObjectInfo info) {
        boolean isStale(Instant now, Set<String> held) {
            // Clocks differ: that of the storage, where it tells, must agree that nobody was there.
            Instant written = info.modified().filter(time -> time.isAfter(alive)).orElse(alive);
            return holder.isDead(held) || Duration.between(written, now).compareTo(STALE) > 0;
        }
    }

    private ObjectLock(StorageSession session, String where, InstantSource clock, Set<String> held) {
        this.session = session;
        this.where = where;
        this.clock = clock;
        this.held = held;
        this.refreshed = clock.instant();
        this.us = Holder.ours(refreshed);
    }

    /**
     * Takes the lock.
     *
     * @param held what this process holds, by tokens: what is not among it was held once, and could not be given back
     * @return empty where nothing can be written
     * @throws SyncException {@code LOCKED} while another run has it
     */
    public static Optional<ObjectLock> take(StorageSession session, String where, InstantSource clock,
            Set<String> held) throws IOException {
        ObjectLock lock = new ObjectLock(session, where, clock, held);
        boolean taken = false;
        held.add(lock.us.token);
        try {
            lock.take();
            taken = true;
            if (session.capabilities().contains(Capability.CONCURRENT)) {
                lock.keeper = Optional.of(Thread.ofVirtual().name("sync-lock").start(lock::keep));
            }
            return Optional.of(lock);
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.DENIED || e.kind() == StorageException.Kind.UNSUPPORTED) {
                return Optional.empty();
            }
            throw e;
        } finally {
            if (!taken) {
                held.remove(lock.us.token);
            }
        }
    }

    private void take() throws IOException {
        try {
            write(new WriteOptions(true, false, false));
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.EXISTS) {
                throw e;
            }
            Optional<Found> found = find();
            if (found.isPresent() && !found.get().isStale(clock.instant(), held)) {
                throw locked(found.get());
            }
            takeOver(found);
        }
        // Not every storage decides between two who come at once; but what is there then is the same for both.
        require();
    }

    private void takeOver(Optional<Found> stale) throws IOException {
        Optional<String> tag = stale.flatMap(found -> found.info.tag());
        WriteOptions over = new WriteOptions(false, false, false);
        try {
            write(tag.isPresent() ? over.ifTag(tag.get()) : over);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.CHANGED) {
                throw e;
            }
            throw new SyncException(SyncException.Kind.LOCKED, "another run has just begun to use " + where
                    + "; wait until it has finished", e);
        }
    }

    private void write(WriteOptions options) throws StorageException {
        Instant now = clock.instant();
        session.write(PLACE, Content.of(us.text(now).getBytes(StandardCharsets.UTF_8)), options);
        refreshed = now;
    }

    private Optional<Found> find() throws IOException {
        Optional<ObjectInfo> info = session.stat(PLACE).filter(there -> !there.directory());
        if (info.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = session.read(PLACE, 0, -1)) {
            JsonObject json = JsonParser.parseString(new String(in.readNBytes(MOST), StandardCharsets.UTF_8))
                    .getAsJsonObject();
            Holder holder = new Holder(json.get("host").getAsString(), json.get("process").getAsLong(),
                    json.get("token").getAsString(), Instant.parse(json.get("since").getAsString()));
            return Optional.of(new Found(holder, Instant.parse(json.get("alive").getAsString()), info.get()));
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | NumberFormatException
                | NullPointerException | DateTimeException damaged) {
            // Who wrote this did not get to its end; how long ago that was only the storage knows.
            Instant written = info.get().modified().orElse(Instant.MIN);
            return Optional.of(new Found(new Holder("an unknown machine", 0, "", written), written, info.get()));
        }
    }

    private void require() throws IOException {
        Optional<Found> found = find();
        if (found.isEmpty() || !found.get().holder.token.equals(us.token)) {
            throw found.map(this::locked).orElseGet(() -> new SyncException(SyncException.Kind.LOCKED,
                    "somebody removed the lock of " + where + "; run again"));
        }
    }

    private SyncException locked(Found found) {
        return new SyncException(SyncException.Kind.LOCKED, "another run uses " + where + ": process "
                + found.holder.process + " on " + found.holder.host + ", since " + found.holder.since
                + "; wait until it has finished. If it died, its lock counts no more half an hour after "
                + found.alive + ", or remove " + PLACE + " there");
    }

    /**
     * Returns while the lock is ours.
     *
     * @throws SyncException {@code LOCKED} where it is not, as after this machine slept for long
     */
    public synchronized void check() throws IOException {
        if (Duration.between(refreshed, clock.instant()).abs().compareTo(FRESH) >= 0) {
            require();
            write(new WriteOptions(false, false, false));
        }
    }

    private void keep() {
        try {
            while (true) {
                Thread.sleep(FRESH);
                refresh();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever changes something next is told where this fails. */
    private void refresh() {
        try {
            check();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the lock of " + where + " is not refreshed", e);
        }
    }

    private void endKeeping(Thread thread) {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        keeper.ifPresent(this::endKeeping);
        held.remove(us.token);
        try {
            if (find().filter(found -> found.holder.token.equals(us.token)).isPresent()) {
                session.delete(PLACE);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the lock of " + where + " stays until it is stale", e);
        }
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
