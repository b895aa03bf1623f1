package dev.tandem.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.model.RawPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void anyBytesSurviveARoundTripThroughText() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertArrayEquals(bytes, RawText.encode(RawText.decode(bytes)));
        }
        byte[] text = "Grüße 🎉 \u0000".getBytes(StandardCharsets.UTF_8);
        assertEquals("Grüße 🎉 \u0000", RawText.decode(text));
        assertArrayEquals(text, RawText.encode("Grüße 🎉 \u0000"));
    }

    @Test
    void aPathWithInvalidUtf8KeepsItsBytes() {
        byte[] bytes = {'/', 'a', (byte) 0xFF, (byte) 0xC3, '/', (byte) 0xC3, (byte) 0xA9};
        assertEquals(RawPath.of(bytes), RawText.path(RawText.decode(bytes)));
        assertEquals("/a\\xff\\xc3/é", RawText.visible(RawText.decode(bytes)));
    }

    @Test
    void anEmojiIsNotMistakenForBytes() {
        assertEquals("🎉", RawText.visible("🎉"));
        assertEquals(RawPath.of("/🎉"), RawText.path("/🎉"));
    }

    @Test
    void argumentsThatTheLocaleSpoiledAreTakenFromTheProcess() {
        String raw = RawText.decode(new byte[] {(byte) 0xC3, (byte) 0xA9, (byte) 0xFF});
        assertArrayEquals(new String[] {"ls", raw},
                ProcessBytes.matching(new String[] {"ls", "???"}, List.of("java", "-jar", "x", "ls", raw)));
    }

    @Test
    void argumentsThatAreNotThoseOfTheProcessAreLeftAlone() {
        String[] made = {"ls", "latest"};
        assertArrayEquals(made, ProcessBytes.matching(made, List.of("java", "-jar", "test.jar", "other")));
        assertArrayEquals(made, ProcessBytes.matching(made, List.of("ls")));
        assertArrayEquals(made, ProcessBytes.matching(made, List.of()));
    }

    @Test
    void sizesAreReadWithAndWithoutSuffix() {
        assertEquals(10, Units.parseSize("10"));
        assertEquals(10, Units.parseSize("10b"));
        assertEquals(10L << 10, Units.parseSize("10k"));
        assertEquals(10L << 20, Units.parseSize("10M"));
        assertEquals(3L << 30, Units.parseSize("3G"));
        assertEquals(1L << 40, Units.parseSize("1T"));
        for (String bad : List.of("", "M", "10X", "-1", "1.5M", "999999999999999T")) {
            assertThrows(IllegalArgumentException.class, () -> Units.parseSize(bad));
        }
    }

    @Test
    void sizesAndTimesAreShownForPeople() {
        assertEquals("0 B", Units.size(0));
        assertEquals("1023 B", Units.size(1023));
        assertEquals("1.000 KiB", Units.size(1024));
        assertEquals("575.097 KiB", Units.size(588899));
        assertEquals("8.000 EiB", Units.size(Long.MAX_VALUE));
        assertEquals("0:00", Units.duration(Duration.ZERO));
        assertEquals("1:05", Units.duration(Duration.ofSeconds(65)));
        assertEquals("2:00:01", Units.duration(Duration.ofSeconds(7201)));
    }

    @Test
    void aTableIsAsWideAsItsCellsAndARowAsHighAsItsHighest() {
        Table table = new Table("ID", "Paths");
        table.add(List.of(List.of("abcd"), List.of("/a", "/bcdefg")));
        List<String> lines = new ArrayList<>();
        table.print(lines::add);
        assertEquals(List.of("ID    Paths", "-------------", "abcd  /a", "      /bcdefg", "-------------"), lines);
    }
}
