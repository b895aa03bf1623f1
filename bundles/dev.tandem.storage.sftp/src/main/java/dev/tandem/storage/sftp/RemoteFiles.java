package dev.tandem.storage.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The requests of SFTP over one link. None waits: {@link Pending} does. */
record RemoteFiles(Link link, Limits limits) {
    static final int READ = 1;
    static final int WRITE = 2;
    private static final int CREATE = 8;
    private static final int EXCLUSIVE = 0x20;
    private static final int CREATE_NEW = WRITE | CREATE | EXCLUSIVE;

    static final String POSIX_RENAME = "posix-rename@openssh.com";
    static final String HARD_LINK = "hardlink@openssh.com";
    static final String SYNC = "fsync@openssh.com";
    static final String STAT_VFS = "statvfs@openssh.com";
    static final String LIMITS = "limits@openssh.com";
    static final String COPY = "copy-data";

    /** What a folder says of one of its entries; a link is not followed. */
    record Entry(String name, Attributes attributes) { }

    /** How many bytes one request reads or writes. */
    record Limits(int read, int write) {
        // What every server takes, and what a packet of OpenSSH has room for.
        private static final int LEAST = 32 << 10;
        private static final int MOST = 255 << 10;
        static final Limits UNKNOWN = new Limits(LEAST, LEAST);

        /** A server without a limit of its own says 0. */
        static Limits of(long read, long write) {
            return new Limits(bounded(read), bounded(write));
        }

        private static int bounded(long limit) {
            return limit <= 0 ? MOST : Math.clamp(limit, 1, MOST);
        }
    }

    /** How many bytes a file system has. */
    record Room(long free, long total) { }

    /** Returns the requests over {@code link}, which has been started. */
    static RemoteFiles over(Link link) throws IOException {
        return new RemoteFiles(link, link.has(LIMITS, "1") ? askForLimits(link) : Limits.UNKNOWN);
    }

    private static Limits askForLimits(Link link) throws IOException {
        return link.send(Request.extended(LIMITS), reply -> {
            reply.expect(Reply.EXTENDED).number64();
            return Limits.of(reply.number64(), reply.number64());
        }).await();
    }

    boolean has(String extension) {
        return link.has(extension, extension.equals(STAT_VFS) ? "2" : "1");
    }

    Pending<byte[]> open(String path, int flags) {
        return handle(Attributes.putNone(Request.of(Request.OPEN).text(path).number(flags)));
    }

    /** Makes a file, which must not be there, and opens it to be written. */
    Pending<byte[]> create(String path, int mode) {
        return handle(Attributes.putMode(Request.of(Request.OPEN).text(path).number(CREATE_NEW), mode));
    }

    /** Waits for a handle; one that nobody waits for any more is given back when it comes. */
    byte[] opened(Pending<byte[]> opening) throws IOException {
        try {
            return opening.await();
        } catch (InterruptedIOException e) {
            opening.reply().thenAccept(this::giveBack);
            throw e;
        }
    }

    private void giveBack(Reply reply) {
        try {
            close(reply.expect(Reply.HANDLE).blob());
        } catch (IOException e) {
            // It was not opened.
        }
    }

    Pending<byte[]> openDirectory(String path) {
        return handle(Request.of(Request.OPENDIR).text(path));
    }

    Pending<Void> close(byte[] handle) {
        return done(Request.of(Request.CLOSE).blob(handle));
    }

    Pending<ByteBuffer> read(byte[] handle, long offset, int length) {
        return link.send(Request.of(Request.READ).blob(handle).number64(offset).number(length),
                reply -> reply.expect(Reply.DATA).data());
    }

    /** Writes what stands in {@code packet} behind {@link Request#beforeData}. */
    Pending<Void> write(byte[] packet, byte[] handle, long offset, int count) {
        return done(Request.write(packet, handle, offset, count));
    }

    /** Returns the next entries of a folder; at its end the status is {@link StatusException#END}. */
    Pending<List<Entry>> readDirectory(byte[] handle) {
        return link.send(Request.of(Request.READDIR).blob(handle), RemoteFiles::entries);
    }

    private static List<Entry> entries(Reply reply) throws IOException {
        int count = reply.expect(Reply.NAME).number();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = reply.text();
            reply.data();
            entries.add(new Entry(name, Attributes.read(reply)));
        }
        return entries;
    }

    Pending<Attributes> stat(String path) {
        return attributes(Request.of(Request.STAT).text(path));
    }

    /** Returns what is told of the path itself, though it be a link. */
    Pending<Attributes> statLink(String path) {
        return attributes(Request.of(Request.LSTAT).text(path));
    }

    Pending<Attributes> statOpen(byte[] handle) {
        return attributes(Request.of(Request.FSTAT).blob(handle));
    }

    Pending<Void> setMode(String path, int mode) {
        return done(Attributes.putMode(Request.of(Request.SETSTAT).text(path), mode));
    }

    Pending<Void> setOpenMode(byte[] handle, int mode) {
        return done(Attributes.putMode(Request.of(Request.FSETSTAT).blob(handle), mode));
    }

    Pending<Void> setOpenTime(byte[] handle, Instant time) {
        return done(Attributes.putTime(Request.of(Request.FSETSTAT).blob(handle), time));
    }

    Pending<Void> makeDirectory(String path, int mode) {
        return done(Attributes.putMode(Request.of(Request.MKDIR).text(path), mode));
    }

    Pending<Void> removeDirectory(String path) {
        return done(Request.of(Request.RMDIR).text(path));
    }

    Pending<Void> remove(String path) {
        return done(Request.of(Request.REMOVE).text(path));
    }

    /** Renames; the standard wants it refused where the new name is taken, and some servers replace. */
    Pending<Void> rename(String from, String to) {
        return done(Request.of(Request.RENAME).text(from).text(to));
    }

    Pending<Void> renameReplacing(String from, String to) {
        return done(Request.extended(POSIX_RENAME).text(from).text(to));
    }

    Pending<Void> link(String from, String to) {
        return done(Request.extended(HARD_LINK).text(from).text(to));
    }

    Pending<Void> sync(byte[] handle) {
        return done(Request.extended(SYNC).blob(handle));
    }

    /** Copies all bytes from one open file to another. */
    Pending<Void> copy(byte[] from, byte[] to) {
        return done(Request.extended(COPY).blob(from).number64(0).number64(0).blob(to).number64(0));
    }

    Pending<String> absolute(String path) {
        return link.send(Request.of(Request.REALPATH).text(path), reply -> {
            int count = reply.expect(Reply.NAME).number();
            if (count != 1) {
                throw new ProtocolException("a path has " + count + " names");
            }
            return reply.text();
        });
    }

    Pending<Room> room(String path) {
        return link.send(Request.extended(STAT_VFS).text(path), reply -> {
            reply.expect(Reply.EXTENDED).number64();
            long block = reply.number64();
            long blocks = reply.number64();
            reply.number64();
            return new Room(block * reply.number64(), block * blocks);
        });
    }

    private Pending<byte[]> handle(Request request) {
        return link.send(request, reply -> reply.expect(Reply.HANDLE).blob());
    }

    private Pending<Attributes> attributes(Request request) {
        return link.send(request, reply -> Attributes.read(reply.expect(Reply.ATTRIBUTES)));
    }

    private Pending<Void> done(Request request) {
        return link.send(request, reply -> {
            reply.expectOk();
            return null;
        });
    }
}
