package dev.tandem.sync.internal.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Id;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncRun;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.version.RunLog.Changed;
import dev.tandem.sync.internal.version.RunLog.Dropped;
import dev.tandem.sync.internal.version.RunLog.Event;
import dev.tandem.sync.internal.version.RunLog.Made;
import dev.tandem.sync.internal.version.RunLog.Moved;
import dev.tandem.sync.internal.version.RunLog.Placed;
import dev.tandem.sync.internal.version.RunLog.Removed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T13:20:00.5Z");

    @TempDir
    Path folder;

    private RunLogs logs() {
        return new RunLogs(folder.resolve("pair"));
    }

    private String write(List<Event> events, boolean finished) throws IOException {
        try (RunLog log = logs().begin("/a", "/b", NOW, Optional.empty())) {
            for (Event event : events) {
                log.write(event);
            }
            log.flush();
            if (finished) {
                log.finish();
            }
            return log.run();
        }
    }

    @Test
    void eventsComeBackAsTheyWereWritten() throws IOException {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Event> events = events(random);
            RunRecord read = logs().read(write(events, true));
            assertEquals(events, read.events(), "seed " + seed);
            assertEquals(NOW, read.time());
            assertEquals(RunRecord.End.FINISHED, read.end());
            assertEquals(0, read.damaged());
        }
    }

    private static List<Event> events(Random random) {
        List<Event> events = new ArrayList<>();
        for (int i = random.nextInt(20) + 1; i > 0; i--) {
            events.add(event(random));
        }
        return events;
    }

    private static Event event(Random random) {
        Side on = random.nextBoolean() ? Side.LEFT : Side.RIGHT;
        RawPath path = path(random);
        Optional<Base> base = random.nextBoolean() ? Optional.empty() : Optional.of(base(random));
        return switch (random.nextInt(5)) {
            case 0 -> new Placed(on, path, random.nextBoolean() ? Item.ABSENT : item(random), item(random), base);
            case 1 -> new Removed(on, path, item(random), base, random.nextBoolean());
            case 2 -> new Made(on, path);
            case 3 -> new Moved(on, path(random), path, item(random), random.nextBoolean());
            default -> new Changed(on, path, item(random), attributes(random), base);
        };
    }

    private static Base base(Random random) {
        Item.Present left = item(random);
        return new Base(left, left.renamed(name(random)), random.nextBoolean());
    }

    private static Item.Present item(Random random) {
        RawName name = name(random);
        Attributes attributes = attributes(random);
        return switch (random.nextInt(4)) {
            case 0 -> new Item.FileItem(name, random.nextLong() >>> 1, random.nextBoolean() ? Item.FileItem.UNREAD
                    : id(random), attributes);
            case 1 -> new Item.LinkItem(name, name(random).bytes(), attributes);
            case 2 -> new Item.DirectoryItem(name, random.nextBoolean(), attributes);
            default -> new Item.SpecialItem(name, FileType.FIFO, attributes);
        };
    }

    private static Attributes attributes(Random random) {
        return new Attributes(random.nextInt(010000), random.nextInt(), random.nextInt(), random.nextLong(),
                random.nextLong(), random.nextLong(), random.nextBoolean() ? Attributes.NO_EXTENDED : id(random));
    }

    private static Id id(Random random) {
        return new Id(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static RawPath path(Random random) {
        RawPath path = RawPath.of(".").child(name(random));
        return random.nextBoolean() ? path : path.child(name(random));
    }

    private static RawName name(Random random) {
        String[] nice = {"ä", "%", "%41", "a b", "\n", "\r", "\u2028", "\"", "\\", "e\u0301", "\ud83d\ude00", "<>&"};
        if (random.nextBoolean()) {
            return RawName.of(nice[random.nextInt(nice.length)] + random.nextInt(9));
        }
        byte[] bytes = new byte[1 + random.nextInt(12)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == 0 || bytes[i] == '/' || bytes[i] == '.' ? (byte) 'x' : bytes[i];
        }
        return RawName.of(bytes);
    }

    @Test
    void aTornTailIsIgnoredWhereverItIsTorn() throws IOException {
        List<Event> events = events(new Random(5)).subList(0, 2);
        String run = write(events, true);
        Path file = folder.resolve("pair").resolve(run + ".log");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            RunRecord read = logs().read(run);
            assertEquals(events.subList(0, read.events().size()), read.events());
            boolean all = length == whole.length - 1;
            assertEquals(all ? List.of() : List.of(run), logs().open(), length + " bytes");
            assertEquals(0, read.damaged());
            if (!all) {
                logs().interrupted(run);
                RunRecord ended = logs().read(run);
                assertEquals(RunRecord.End.INTERRUPTED, ended.end());
                assertEquals(List.of(), logs().open());
                assertTrue(ended.events().size() == read.events().size()
                        || ended.events().size() == read.events().size() - 1, "a line without its end is torn");
            }
        }
    }

    @Test
    void aDamagedLineIsCountedAndTheOthersAreRead() throws IOException {
        List<Event> events = List.of(new Made(Side.LEFT, RawPath.of("a")), new Made(Side.LEFT, RawPath.of("b")),
                new Made(Side.LEFT, RawPath.of("c")));
        String run = write(events, true);
        Path file = folder.resolve("pair").resolve(run + ".log");
        Files.writeString(file, Files.readString(file).replace("\"path\":\"b\"", "\"path\":\"X\""));
        RunRecord read = logs().read(run);
        assertEquals(List.of(events.get(0), events.get(2)), read.events());
        assertEquals(1, read.damaged());
    }

    @Test
    void whatWasDroppedIsNotReadBack() throws IOException {
        Event kept = new Made(Side.RIGHT, RawPath.of("a"));
        String run = write(List.of(kept, new Made(Side.LEFT, RawPath.of("a")), new Made(Side.LEFT, RawPath.of("b")),
                new Dropped(Side.LEFT, RawPath.of("a"))), true);
        assertEquals(List.of(kept, new Made(Side.LEFT, RawPath.of("b"))), logs().read(run).events());
        assertEquals(2, logs().list().getFirst().changes());
    }

    @Test
    void namesOfRunsAreTimesAndSortLikeThem() throws IOException {
        String run = write(List.of(new Made(Side.LEFT, RawPath.of("a"))), false);
        assertTrue(run.matches("20261123T132000Z-[0-9a-f]{4}"), run);
        SyncRun listed = logs().list().getFirst();
        assertEquals(new SyncRun(run, NOW, 1, false, false), listed);
        assertEquals(List.of(run), logs().open());
    }

    @Test
    void runsAreInTheOrderTheyBeganWhateverTheClockSays() throws IOException {
        List<String> begun = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            begun.add(begin(NOW));
        }
        begun.add(begin(NOW.minusSeconds(3600)));
        begun.add(begin(NOW.plusSeconds(1)));
        begun.add(begin(NOW));
        assertEquals(begun.reversed(), logs().names());
        assertEquals(begun.getLast(), logs().newestToUndo().orElseThrow());
        Path last = folder.resolve("pair").resolve("20261123T132009Z-ffff.log");
        Files.copy(folder.resolve("pair").resolve(begun.getLast() + ".log"), last);
        String after = begin(NOW);
        assertTrue(after.startsWith("20261123T132010Z-"), after);
    }

    private String begin(Instant when) throws IOException {
        try (RunLog log = logs().begin("/a", "/b", when, Optional.empty())) {
            log.write(new Made(Side.LEFT, RawPath.of("a")));
            log.finish();
            return log.run();
        }
    }

    @Test
    void whereNothingEverRanThereIsNothing() throws IOException {
        assertEquals(List.of(), logs().list());
        assertEquals(List.of(), logs().open());
        assertEquals(Optional.empty(), logs().newestToUndo());
    }

    @Test
    void aRunThatIsNotThereIsToldAsSuch() {
        for (String run : List.of("20261123T132000Z-0000", "../../etc/passwd", "")) {
            SyncException missing = assertThrows(SyncException.class, () -> logs().read(run));
            assertEquals(SyncException.Kind.NOT_FOUND, missing.kind());
        }
    }
}
