package dev.tandem.storage.sftp;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A conversation with a server's SFTP over a stream of bytes each way. Any number of threads ask at the same time, nobody
 * waits for another's answer, and a thread that is interrupted disturbs nobody: requests leave on a thread of their own.
 */
final class Link implements AutoCloseable {
    /** What carries the bytes. */
    interface Carrier {
        /** Returns where bytes to the server go; used by one thread. */
        OutputStream out();

        /** Breaks the connection off. */
        void disconnect();
    }

    private static final int VERSION = 3;
    private static final byte[] LAST = {};
    private static final int FAREWELL_MILLIS = 2000;
    private static final int GREETING_SECONDS = 15;

    private final Map<Integer, CompletableFuture<Reply>> pending = new ConcurrentHashMap<>();
    private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final CompletableFuture<Reply> greeting = new CompletableFuture<>();
    private final PacketSink incoming = new PacketSink(this::arrived, this::lose);
    private Map<String, String> extensions = Map.of();
    private volatile IOException lost;
    private volatile Carrier carrier;

    /** Returns where bytes from the server go. */
    OutputStream incoming() {
        return incoming;
    }

    /** Starts the conversation. */
    void start(Carrier over) throws IOException {
        carrier = over;
        outgoing.add(Request.init(VERSION));
        Thread.ofVirtual().name("sftp-sender").start(this::sendAll);
        greeting.orTimeout(GREETING_SECONDS, TimeUnit.SECONDS);
        extensions = new Pending<>(greeting, Link::extensionsOf).await();
    }

    private static Map<String, String> extensionsOf(Reply reply) throws IOException {
        reply.expect(Reply.VERSION);
        Map<String, String> extensions = new TreeMap<>();
        while (reply.more()) {
            extensions.put(reply.text(), reply.text());
        }
        return extensions;
    }

    /** Tells whether the server has an extension in this version. */
    boolean has(String extension, String version) {
        return version.equals(extensions.get(extension));
    }

    /** Returns how many requests wait for their answers. */
    int load() {
        return pending.size();
    }

    boolean isAlive() {
        return lost == null;
    }

    /** Sends a request and does not wait. */
    <T> Pending<T> send(Request request, Pending.Reading<T> reading) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        int id = lastId.incrementAndGet();
        pending.put(id, reply);
        outgoing.add(request.packet(id));
        if (lost != null) {
            // Whoever lost the connection may have looked through the pending ones before this was among them.
            failAll();
        }
        return new Pending<>(reply, reading);
    }

    private void sendAll() {
        OutputStream out = carrier.out();
        try {
            for (byte[] packet = outgoing.take(); packet != LAST; packet = outgoing.take()) {
                out.write(packet);
                if (outgoing.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException | InterruptedException e) {
            lose(e);
        }
    }

    private void arrived(Reply reply) {
        CompletableFuture<Reply> asked = reply.type() == Reply.VERSION ? greeting : pending.remove(reply.id());
        if (asked != null) {
            asked.complete(reply);
        }
    }

    private synchronized void lose(Throwable because) {
        if (lost == null) {
            String reason = because.getMessage() == null ? because.toString() : because.getMessage();
            lost = new IOException("the connection is lost: " + reason, because);
            outgoing.add(LAST);
        }
        failAll();
    }

    private void failAll() {
        greeting.completeExceptionally(lost);
        for (Integer id : pending.keySet()) {
            CompletableFuture<Reply> reply = pending.remove(id);
            if (reply != null) {
                reply.completeExceptionally(lost);
            }
        }
        outgoing.removeIf(packet -> packet != LAST);
    }

    /** Ends the conversation once the server has done what it was asked, or does not answer. */
    @Override
    public void close() {
        if (isAlive() && load() > 0) {
            farewell();
        }
        lose(new EOFException("closed"));
        carrier.disconnect();
    }

    /** A server does one thing after the other. */
    private void farewell() {
        boolean interrupted = Thread.interrupted();
        try {
            send(Request.of(Request.REALPATH).text("."), reply -> reply).reply()
                    .get(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
            // Then it ends without.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
