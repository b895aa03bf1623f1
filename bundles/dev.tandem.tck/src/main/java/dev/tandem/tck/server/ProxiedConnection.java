package dev.tandem.tck.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One connection through a {@link CuttingProxy}: two directions, and one number of bytes both may use up. */
final class ProxiedConnection {
    /** What came in and when it shall go out; no bytes are the end of the stream. */
    private record Chunk(byte[] bytes, long due) { }

    private static final int LARGEST_CHUNK = 64 << 10;
    // 64 MiB under load: 30 ms at 2 GB/s.
    private static final int CHUNKS_UNDERWAY = 1024;

    private final CuttingProxy proxy;
    private final Socket client;
    private final Socket server;
    private final AtomicInteger directions = new AtomicInteger(2);
    private final List<Thread> threads;
    private long left;

    ProxiedConnection(CuttingProxy proxy, Socket client, Socket server, long limit) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        this.left = limit;
        this.threads = Stream.concat(forward(client, server, proxy::delayToServer),
                forward(server, client, proxy::delayToClient)).toList();
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        threads.forEach(Thread::start);
    }

    private Stream<Thread> forward(Socket from, Socket to, Supplier<Duration> delay) {
        BlockingQueue<Chunk> underway = new ArrayBlockingQueue<>(CHUNKS_UNDERWAY);
        return Stream.of(thread(() -> take(from.getInputStream(), underway, delay)),
                thread(() -> deliver(underway, to)));
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private Thread thread(Step step) {
        return Thread.ofVirtual().name("proxied").unstarted(() -> {
            try {
                step.run();
            } catch (IOException | InterruptedException e) {
                // One end broke off, so the other end is told the same way.
                end(false);
            }
        });
    }

    private static void take(InputStream in, BlockingQueue<Chunk> underway, Supplier<Duration> delay)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[LARGEST_CHUNK];
        int count;
        do {
            count = in.read(buffer);
            long due = System.nanoTime() + delay.get().toNanos();
            underway.put(new Chunk(Arrays.copyOf(buffer, Math.max(0, count)), due));
        } while (count >= 0);
    }

    private void deliver(BlockingQueue<Chunk> underway, Socket to) throws IOException, InterruptedException {
        OutputStream out = to.getOutputStream();
        while (true) {
            Chunk chunk = underway.take();
            long early = chunk.due() - System.nanoTime();
            if (early > 0) {
                Thread.sleep(Duration.ofNanos(early));
            }
            if (chunk.bytes().length == 0) {
                finish(to);
                return;
            }
            out.write(chunk.bytes(), 0, allowed(chunk.bytes().length));
            if (used()) {
                cut();
                return;
            }
        }
    }

    private synchronized int allowed(int wanted) {
        int allowed = (int) Math.min(left, wanted);
        left -= allowed;
        return allowed;
    }

    private synchronized boolean used() {
        return left == 0;
    }

    private void finish(Socket to) throws IOException {
        to.shutdownOutput();
        if (directions.decrementAndGet() == 0) {
            end(false);
        }
    }

    /** Breaks the connection off in both directions. */
    void cut() {
        end(true);
    }

    private void end(boolean cut) {
        proxy.ended(this, cut);
        close(client);
        close(server);
        threads.forEach(Thread::interrupt);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing left to close.
        }
    }
}
