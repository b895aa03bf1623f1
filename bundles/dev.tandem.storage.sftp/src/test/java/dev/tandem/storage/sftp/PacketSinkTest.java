package dev.tandem.storage.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server sends is taken apart whichever way it comes, and never trusted. */
class PacketSinkTest {
    private final List<Reply> replies = new ArrayList<>();
    private final List<Throwable> ends = new ArrayList<>();
    private final PacketSink sink = new PacketSink(replies::add, ends::add);

    private static byte[] status(int id, int code) {
        return new byte[] {0, 0, 0, 9, Reply.STATUS, 0, 0, 0, (byte) id, 0, 0, 0, (byte) code};
    }

    @Test
    void packetsComeInPiecesAndTogether() throws Exception {
        byte[] first = status(1, StatusException.OK);
        byte[] second = status(2, StatusException.END);
        for (byte one : first) {
            sink.write(one);
        }
        byte[] joined = new byte[first.length + second.length];
        System.arraycopy(second, 0, joined, 0, second.length);
        System.arraycopy(first, 0, joined, second.length, first.length);
        sink.write(joined, 0, 20);
        sink.write(joined, 20, joined.length - 20);
        assertEquals(List.of(1, 2, 1), replies.stream().map(Reply::id).toList());
        assertEquals(List.of(), ends);
    }

    @Test
    void theGreetingOfAShellIsNotSftpAndTakesNoMemory() {
        byte[] motd = "Welcome to the machine\n".getBytes(StandardCharsets.UTF_8);
        assertThrows(ProtocolException.class, () -> sink.write(motd, 0, motd.length));
        assertTrue(ends.getFirst().getMessage().contains("does not speak SFTP"));
        assertThrows(ProtocolException.class, () -> sink.write(new byte[4], 0, 4));
    }

    @Test
    void theEndOfTheStreamIsTold() {
        sink.close();
        assertInstanceOf(EOFException.class, ends.getFirst());
    }

    @Test
    void lengthsThatLeaveThePacketAreRefused() throws Exception {
        for (byte length : new byte[] {5, 127, -1}) {
            Reply data = new Reply(new byte[] {Reply.DATA, 0, 0, 0, 1, length < 0 ? length : 0, 0, 0, length, 1, 2});
            assertThrows(ProtocolException.class, data::data);
        }
        assertThrows(ProtocolException.class, () -> new Reply(new byte[] {Reply.DATA}));
    }

    @Test
    void aStatusWithoutWordsIsUnderstood() throws Exception {
        Reply reply = new Reply(new byte[] {Reply.STATUS, 0, 0, 0, 1, 0, 0, 0, StatusException.NO_SUCH_FILE});
        assertTrue(StatusException.isMissing(assertThrows(StatusException.class, reply::expectOk)));
    }
}
