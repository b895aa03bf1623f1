package dev.tandem.tck.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * A way over loopback to a server on loopback that can be made as bad as the network: connections break after so many
 * bytes, everything comes late, nobody answers. It changes no byte. Thread-safe; every setting holds for what happens
 * from now on.
 *
 * <pre>{@code
 * try (var proxy = CuttingProxy.to(server.port())) {
 *     proxy.delay(Duration.ofMillis(15), Duration.ofMillis(15));      // 30 ms of latency, as much bandwidth as before
 *     proxy.cutRandomly(new Random(seed), 1 << 20);                    // each new connection breaks within 1 MiB
 *     connectTo(proxy.port());
 * }
 * }</pre>
 */
public final class CuttingProxy implements AutoCloseable {
    private final int target;
    private final int port;
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile ServerSocket listener;
    private Thread acceptor;
    private volatile LongSupplier limits = () -> Long.MAX_VALUE;
    private volatile Duration toServer = Duration.ZERO;
    private volatile Duration toClient = Duration.ZERO;

    private CuttingProxy(int target) throws IOException {
        this.target = target;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        accept(listener);
    }

    /** Starts a proxy to this port of loopback, which for the time being does no harm. */
    public static CuttingProxy to(int port) throws IOException {
        return new CuttingProxy(port);
    }

    /** Returns where the proxy listens on loopback; the same port for its whole life. */
    public int port() {
        return port;
    }

    /** Cuts each new connection once so many bytes went through, both directions together: exactly these arrive. */
    public void cutAfter(long bytes) {
        limits = () -> bytes;
    }

    /** Cuts each new connection after a number of bytes of its own, less than {@code bound}. */
    public void cutRandomly(Random random, long bound) {
        limits = () -> random.nextLong(bound);
    }

    /** Cuts no new connection any more. */
    public void cutNever() {
        cutAfter(Long.MAX_VALUE);
    }

    /** Cuts every open connection. */
    public void cutNow() {
        open.forEach(ProxiedConnection::cut);
    }

    /** Returns how many connections were cut. */
    public int cuts() {
        return cuts.get();
    }

    /**
     * Delivers every byte so much later than it came. Bytes travel side by side: this is latency and no lack of
     * bandwidth. Bytes on their way keep the delay they have. A delay of days makes a host that does not answer.
     */
    public void delay(Duration toServer, Duration toClient) {
        this.toServer = toServer;
        this.toClient = toClient;
    }

    /** Cuts every connection and refuses new ones, as a server that has gone. */
    public synchronized void stop() throws IOException {
        listener.close();
        cutNow();
        awaitEnd();
    }

    /** The port is free once the thread that accepted on it has ended. */
    private void awaitEnd() {
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Comes back on the same port after a stop. */
    public synchronized void resume() throws IOException {
        if (listener.isClosed()) {
            listener = listen(port);
            accept(listener);
        }
    }

    /** Stops for good. */
    @Override
    public void close() throws IOException {
        stop();
    }

    Duration delayToServer() {
        return toServer;
    }

    Duration delayToClient() {
        return toClient;
    }

    void ended(ProxiedConnection connection, boolean cut) {
        if (open.remove(connection) && cut) {
            cuts.incrementAndGet();
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        return socket;
    }

    private void accept(ServerSocket from) {
        acceptor = Thread.ofVirtual().name("proxy-" + port).start(() -> {
            while (!from.isClosed()) {
                try {
                    connect(from.accept(), from);
                } catch (IOException e) {
                    // The listener was closed, or the server is not there: the client finds its connection closed.
                }
            }
        });
    }

    private void connect(Socket client, ServerSocket from) throws IOException {
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        } catch (IOException e) {
            client.close();
            throw e;
        }
        var connection = new ProxiedConnection(this, client, server, limits.getAsLong());
        open.add(connection);
        connection.start();
        if (from.isClosed()) {
            connection.cut();
        }
    }
}
