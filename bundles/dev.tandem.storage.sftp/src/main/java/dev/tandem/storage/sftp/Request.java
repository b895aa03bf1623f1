package dev.tandem.storage.sftp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A packet to the server while it is put together: its length, its type, the number its answer will bear, and the rest.
 * See {@code draft-ietf-secsh-filexfer-02} and OpenSSH's {@code PROTOCOL}.
 */
final class Request {
    static final int INIT = 1;
    static final int OPEN = 3;
    static final int CLOSE = 4;
    static final int READ = 5;
    static final int WRITE = 6;
    static final int LSTAT = 7;
    static final int FSTAT = 8;
    static final int SETSTAT = 9;
    static final int FSETSTAT = 10;
    static final int OPENDIR = 11;
    static final int READDIR = 12;
    static final int REMOVE = 13;
    static final int MKDIR = 14;
    static final int RMDIR = 15;
    static final int REALPATH = 16;
    static final int STAT = 17;
    static final int RENAME = 18;
    static final int EXTENDED = 200;

    /** Where the body begins. */
    static final int HEADER = 9;
    private static final int ID = 5;

    private byte[] bytes;
    private int length = HEADER;

    private Request(int type, byte[] bytes) {
        this.bytes = bytes;
        bytes[4] = (byte) type;
    }

    static Request of(int type) {
        return new Request(type, new byte[128]);
    }

    /** Returns one of the server's extensions, which it has by {@code name}. */
    static Request extended(String name) {
        return of(EXTENDED).text(name);
    }

    /** Returns the packet that starts the conversation, which has its version where others have their number. */
    static byte[] init(int version) {
        return of(INIT).packet(version);
    }

    /** Returns how much of a packet {@link #write} stands before the data. */
    static int beforeData(byte[] handle) {
        return HEADER + 4 + handle.length + 8 + 4;
    }

    /** Returns a write of the {@code count} bytes that are in {@code packet} already, {@link #beforeData} its start. */
    static Request write(byte[] packet, byte[] handle, long offset, int count) {
        Request request = new Request(WRITE, packet).blob(handle).number64(offset).number(count);
        request.length += count;
        return request;
    }

    Request number(int value) {
        reserve(4);
        put(length, value);
        length += 4;
        return this;
    }

    Request number64(long value) {
        return number((int) (value >>> 32)).number((int) value);
    }

    Request blob(byte[] value) {
        number(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    Request text(String value) {
        return blob(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the finished packet; its bytes are those of this request. */
    byte[] packet(int id) {
        put(0, length - 4);
        put(ID, id);
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    private void put(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }
}
