package dev.tandem.scanner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InotifyEventTest {
    private static void put(ByteBuffer buffer, int watch, int mask, String name, int space) {
        buffer.putInt(watch).putInt(mask).putInt(0).putInt(space);
        buffer.put(name.getBytes(StandardCharsets.UTF_8));
        buffer.put(new byte[space - name.length()]);
    }

    @Test
    void namesEndWhereThePaddingStarts() {
        ByteBuffer buffer = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        put(buffer, 7, InotifyEvent.CREATE | InotifyEvent.DIRECTORY, "name", 16);
        put(buffer, -1, InotifyEvent.OVERFLOW, "", 0);
        put(buffer, 8, InotifyEvent.MODIFY, "sixteen and more", 32);
        List<InotifyEvent> events = InotifyEvent.parse(buffer.array(), buffer.position());
        assertEquals(List.of(
                new InotifyEvent(7, InotifyEvent.CREATE | InotifyEvent.DIRECTORY, Optional.of(RawName.of("name"))),
                new InotifyEvent(-1, InotifyEvent.OVERFLOW, Optional.empty()),
                new InotifyEvent(8, InotifyEvent.MODIFY, Optional.of(RawName.of("sixteen and more")))), events);
        assertTrue(events.get(1).is(InotifyEvent.OVERFLOW));
    }
}
