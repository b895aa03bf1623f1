package dev.tandem.storage.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A packet of the server, read from its beginning to its end. What does not fit into it is a {@link ProtocolException}. */
final class Reply {
    static final int VERSION = 2;
    static final int STATUS = 101;
    static final int HANDLE = 102;
    static final int DATA = 103;
    static final int NAME = 104;
    static final int ATTRIBUTES = 105;
    static final int EXTENDED = 201;

    private final int type;
    private final int id;
    private final ByteBuffer body;

    /** @param packet all but its length */
    Reply(byte[] packet) throws ProtocolException {
        this.body = ByteBuffer.wrap(packet);
        this.type = need(1).get() & 0xff;
        this.id = need(4).getInt();
    }

    int type() {
        return type;
    }

    /** Returns the number of the request this answers; the version of the protocol in a {@link #VERSION}. */
    int id() {
        return id;
    }

    /** Returns this reply, which must be of the type. */
    Reply expect(int wanted) throws IOException {
        if (type == STATUS) {
            throw status();
        }
        if (type != wanted) {
            throw new ProtocolException("the server answers " + type + " instead of " + wanted);
        }
        return this;
    }

    /** Fails unless the server says that it went well. */
    void expectOk() throws IOException {
        if (type != STATUS) {
            throw new ProtocolException("the server answers " + type + " instead of a status");
        }
        StatusException status = status();
        if (status.code() != StatusException.OK) {
            throw status;
        }
    }

    private StatusException status() throws ProtocolException {
        int code = number();
        return new StatusException(code, more() ? text() : "");
    }

    boolean more() {
        return body.hasRemaining();
    }

    int number() throws ProtocolException {
        return need(4).getInt();
    }

    long number64() throws ProtocolException {
        return need(8).getLong();
    }

    byte[] blob() throws ProtocolException {
        byte[] bytes = new byte[lengthOfNext()];
        body.get(bytes);
        return bytes;
    }

    String text() throws ProtocolException {
        return new String(blob(), StandardCharsets.UTF_8);
    }

    /** Returns a blob in place. */
    ByteBuffer data() throws ProtocolException {
        int length = lengthOfNext();
        ByteBuffer data = body.slice(body.position(), length);
        body.position(body.position() + length);
        return data;
    }

    private int lengthOfNext() throws ProtocolException {
        int length = number();
        need(length);
        return length;
    }

    private ByteBuffer need(int bytes) throws ProtocolException {
        if (bytes < 0 || body.remaining() < bytes) {
            throw new ProtocolException("a packet of the server ends in the middle");
        }
        return body;
    }
}
