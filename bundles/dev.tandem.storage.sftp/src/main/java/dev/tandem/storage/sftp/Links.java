package dev.tandem.storage.sftp;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The connections of a session. There is one at first; while it is busy others join it, up to a bound, and nobody waits
 * for them. A connection that is lost is replaced when somebody needs it.
 */
final class Links implements AutoCloseable {
    /** Who makes connections. */
    interface Connector {
        RemoteFiles connect() throws StorageException;
    }

    private static final System.Logger LOG = System.getLogger(Links.class.getName());
    // Several transfers, or very many questions, on one connection.
    private static final int BUSY = 12;
    private static final Duration CONNECTOR_ENDS = Duration.ofSeconds(5);

    private final Connector connector;
    private final List<RemoteFiles> links = new ArrayList<>();
    private CompletableFuture<RemoteFiles> opening;
    private Thread opener;
    private int most;
    private boolean closed;

    /** @param most how many connections there are at most */
    Links(Connector connector, int most) {
        this.connector = connector;
        this.most = most;
    }

    /** Returns the connection that has least to do. */
    RemoteFiles get() throws StorageException, InterruptedIOException {
        CompletableFuture<RemoteFiles> next;
        synchronized (this) {
            if (closed) {
                throw new StorageException(Kind.FAILED, "the session is closed");
            }
            Optional<RemoteFiles> idlest = idlest();
            boolean wanted = idlest.isEmpty() || idlest.get().link().load() >= BUSY && links.size() < most;
            if (wanted && opening == null) {
                open();
            }
            if (idlest.isPresent()) {
                return idlest.get();
            }
            next = opening;
        }
        return await(next);
    }

    /** Returns a connection that needs not be made. */
    synchronized Optional<RemoteFiles> alive() {
        return idlest();
    }

    private Optional<RemoteFiles> idlest() {
        for (RemoteFiles files : List.copyOf(links)) {
            if (!files.link().isAlive()) {
                links.remove(files);
                files.link().close();
            }
        }
        return links.stream().min(Comparator.comparingInt(files -> files.link().load()));
    }

    private static RemoteFiles await(CompletableFuture<RemoteFiles> next) throws StorageException, InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
        try {
            return next.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StorageException failure) {
                throw failure;
            }
            throw new StorageException(Kind.FAILED, "cannot connect: " + e.getCause(), e.getCause());
        }
    }

    /** A thread that is interrupted while it waits does not break off what others wait for too. */
    private void open() {
        CompletableFuture<RemoteFiles> mine = new CompletableFuture<>();
        opening = mine;
        opener = Thread.ofVirtual().name("sftp-connect").start(() -> {
            try {
                RemoteFiles files = connector.connect();
                if (!add(files)) {
                    files.link().close();
                }
                mine.complete(files);
            } catch (StorageException | RuntimeException e) {
                failed(e);
                mine.completeExceptionally(e);
            }
        });
    }

    private synchronized boolean add(RemoteFiles files) {
        opening = null;
        if (!closed) {
            links.add(files);
        }
        return !closed;
    }

    private synchronized void failed(Exception e) {
        opening = null;
        if (!links.isEmpty()) {
            // Many servers let nobody have more than so many.
            most = links.size();
            LOG.log(System.Logger.Level.DEBUG, "stays with {0} connections: {1}", most, e.getMessage());
        }
    }

    @Override
    public void close() {
        List<RemoteFiles> open;
        Thread connecting;
        synchronized (this) {
            closed = true;
            open = List.copyOf(links);
            links.clear();
            connecting = opening == null ? null : opener;
        }
        open.forEach(files -> files.link().close());
        if (connecting != null) {
            connecting.interrupt();
            awaitEnd(connecting);
        }
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join(CONNECTOR_ENDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
