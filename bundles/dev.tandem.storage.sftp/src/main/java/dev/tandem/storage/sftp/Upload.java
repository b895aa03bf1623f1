package dev.tandem.storage.sftp;

import dev.tandem.storage.Content;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A temporary file on its way to the server, many requests at once.
 *
 * <p>A large one that loses its connection can be gone on with. Why nothing wrong can come of that: the file's name is
 * known to nobody else; up to {@link Unfinished.Part#safe} the server has said that it has the bytes, on its disk where
 * the object is to be durable; and whatever else was sent, and may still arrive from the lost connection, is compared by
 * its digest with what is to be sent in its place, before that is sent.
 */
final class Upload {
    /** From here on it is worth it. */
    static final long LARGE = 32L << 20;
    private static final int MOST_UNDERWAY = 4 << 20;
    private static final long SYNC_EVERY = 32L << 20;

    /** A request that is not answered yet; once it is, all before {@code end} is written, or on the disk. */
    private record Step(Pending<Void> answer, long end, boolean sync) { }

    private final RemoteFiles files;
    private final String target;
    private final String temporary;
    private final byte[] handle;
    private final long length;
    private final boolean durable;
    private final Optional<MessageDigest> digest;
    /** Digests of the first bytes of the content, for each number of them from the safe ones to all that were sent. */
    private final NavigableMap<Long, byte[]> digests = new TreeMap<>();
    private final Deque<Step> underway = new ArrayDeque<>();
    private final long before;
    private long sent;
    private long written;
    private long synced;
    private long syncAsked;

    /** @param before what an earlier attempt left in {@code temporary} */
    Upload(RemoteFiles files, String target, String temporary, byte[] handle, long length, boolean durable,
            Optional<Unfinished.Part> before) {
        this.files = files;
        this.target = target;
        this.temporary = temporary;
        this.handle = handle;
        this.length = length;
        this.durable = durable;
        this.digest = length < LARGE ? Optional.empty() : Optional.of(sha256());
        this.before = before.map(Unfinished.Part::safe).orElse(0L);
        before.ifPresent(part -> digests.putAll(part.digests()));
        this.written = this.before;
        this.synced = this.before;
        this.syncAsked = this.before;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    String temporary() {
        return temporary;
    }

    byte[] handle() {
        return handle;
    }

    /** Sends all of {@code content}, and returns when the server has it. */
    void send(Content content) throws IOException {
        try (InputStream in = opened(content)) {
            while (sent < length) {
                sendPart(in);
                while (bytesUnderway() > MOST_UNDERWAY) {
                    awaitOldest();
                }
            }
            if (read(in, new byte[1], 0, 1) > 0) {
                throw wrongLength("more");
            }
        }
        while (!underway.isEmpty()) {
            awaitOldest();
        }
    }

    private InputStream opened(Content content) throws StorageException {
        try {
            return content.open();
        } catch (IOException e) {
            throw sourceFailed(e);
        }
    }

    private void sendPart(InputStream in) throws IOException {
        int start = Request.beforeData(handle);
        int count = (int) Math.min(files.limits().write(), nextBorder() - sent);
        byte[] packet = new byte[start + count];
        if (read(in, packet, start, count) < count) {
            throw wrongLength("less");
        }
        if (digest.isPresent()) {
            digest.get().update(packet, start, count);
            compare(sent + count);
        }
        if (sent >= before) {
            underway.add(new Step(files.write(packet, handle, sent, count), sent + count, false));
        }
        sent += count;
        syncNowAndThen();
    }

    /** Parts end where those of an earlier attempt did. */
    private long nextBorder() {
        Long border = digests.higherKey(sent);
        return border == null ? length : border;
    }

    private void compare(long end) throws StorageException {
        byte[] now = soFar();
        byte[] known = digests.putIfAbsent(end, now);
        if (known != null && !Arrays.equals(known, now)) {
            throw new StorageException(Kind.FAILED, "cannot go on with " + target
                    + ": its source is another one than before; the next attempt starts again", null, true, null);
        }
    }

    private byte[] soFar() {
        try {
            return ((MessageDigest) digest.orElseThrow().clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("SHA-256 of the JDK can be cloned", e);
        }
    }

    private void syncNowAndThen() {
        if (canGoOn() && durable && sent - syncAsked >= SYNC_EVERY) {
            syncAsked = sent;
            underway.add(new Step(files.sync(handle), sent, true));
        }
    }

    private boolean canGoOn() {
        return digest.isPresent() && (!durable || files.has(RemoteFiles.SYNC));
    }

    private long bytesUnderway() {
        return sent - written;
    }

    private void awaitOldest() throws IOException {
        underway.peek().answer().await();
        Step oldest = underway.remove();
        if (oldest.sync()) {
            synced = oldest.end();
        } else {
            written = oldest.end();
        }
        digests.headMap(safe()).clear();
    }

    private long safe() {
        return durable ? synced : written;
    }

    private int read(InputStream in, byte[] target, int offset, int count) throws StorageException {
        try {
            return in.readNBytes(target, offset, count);
        } catch (IOException e) {
            throw sourceFailed(e);
        }
    }

    private StorageException sourceFailed(IOException cause) {
        boolean retryable = cause instanceof StorageException failure && failure.retryable();
        return new StorageException(Kind.FAILED, "cannot write " + target + ": its source cannot be read: "
                + cause.getMessage(), cause, retryable, null);
    }

    private StorageException wrongLength(String how) {
        return new StorageException(Kind.FAILED, "cannot write " + target + ": its source yielded " + how + " than its "
                + length + " bytes; it changed meanwhile");
    }

    /** Returns what the next attempt can go on with once the connection is lost. */
    Optional<Unfinished.Part> unfinished() {
        return canGoOn() && safe() > 0 ? Optional.of(new Unfinished.Part(temporary, length, safe(), digests))
                : Optional.empty();
    }
}
