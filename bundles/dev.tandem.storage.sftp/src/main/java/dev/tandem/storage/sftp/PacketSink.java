package dev.tandem.storage.sftp;

import java.io.EOFException;
import java.io.OutputStream;
import java.util.function.Consumer;

/** Takes the bytes of a server as they come and cuts them into packets, on the thread of the connection. */
final class PacketSink extends OutputStream {
    /** Far more than was ever asked for; what is longer is no SFTP, as the greeting of a shell. */
    private static final int LONGEST_PACKET = 1 << 20;
    private static final int SHORTEST_PACKET = 5;

    private final Consumer<Reply> packets;
    private final Consumer<Throwable> end;
    private final byte[] lengthBytes = new byte[4];
    private byte[] packet = lengthBytes;
    private int filled;

    PacketSink(Consumer<Reply> packets, Consumer<Throwable> end) {
        this.packets = packets;
        this.end = end;
    }

    @Override
    public void write(int value) throws ProtocolException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws ProtocolException {
        try {
            int from = offset;
            while (from < offset + length) {
                int count = Math.min(packet.length - filled, offset + length - from);
                System.arraycopy(bytes, from, packet, filled, count);
                filled += count;
                from += count;
                if (filled == packet.length) {
                    next();
                }
            }
        } catch (ProtocolException e) {
            end.accept(e);
            throw e;
        }
    }

    private void next() throws ProtocolException {
        filled = 0;
        if (packet != lengthBytes) {
            packets.accept(new Reply(packet));
            packet = lengthBytes;
            return;
        }
        int length = (packet[0] & 0xff) << 24 | (packet[1] & 0xff) << 16 | (packet[2] & 0xff) << 8 | packet[3] & 0xff;
        if (length < SHORTEST_PACKET || length > LONGEST_PACKET) {
            throw new ProtocolException("the server does not speak SFTP: it sends a packet of " + length
                    + " bytes; check that its shell prints nothing at login");
        }
        packet = new byte[length];
    }

    /** The connection ended. */
    @Override
    public void close() {
        end.accept(new EOFException("closed by the other side"));
    }
}
