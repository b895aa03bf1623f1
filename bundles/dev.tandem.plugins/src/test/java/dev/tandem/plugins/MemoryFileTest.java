package dev.tandem.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.plugins.Known.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryFileTest {
    @TempDir
    Path folder;

    private static Known jar(String file, Standing standing) {
        return new Known(new Sighting(file, 12, 34), "abc", "näme", "1.0.0", standing, "a \"reason\"",
                Instant.parse("2026-01-02T03:04:05.678Z"), 99);
    }

    private MemoryFile file() {
        return new MemoryFile(folder.resolve("plugins.json"));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Memory memory = Memory.empty();
        memory.put(jar("a.jar", Standing.GOOD));
        memory.disabled().put("off", Instant.EPOCH);
        file().update(Memory.empty(), memory);
        assertEquals(memory, file().read());
    }

    @Test
    void whatAnotherProcessWroteMeanwhileStays() throws Exception {
        Memory before = file().read();
        Memory theirs = before.copy();
        theirs.put(jar("theirs.jar", Standing.BAD));
        theirs.disabled().put("off", Instant.EPOCH);
        file().update(before, theirs);
        Memory ours = before.copy();
        ours.put(jar("ours.jar", Standing.NEW));
        file().update(before, ours);
        theirs.put(jar("ours.jar", Standing.NEW));
        assertEquals(theirs, file().read());
    }

    @Test
    void whatIsForgottenIsGone() throws Exception {
        Memory memory = Memory.empty();
        memory.put(jar("a.jar", Standing.GOOD));
        file().update(Memory.empty(), memory);
        file().update(memory, Memory.empty());
        assertEquals(Memory.empty(), file().read());
    }

    @Test
    void aDamagedFileIsAnEmptyOne() throws Exception {
        Files.writeString(folder.resolve("plugins.json"), "{\"jars\": {\"a.jar\": 7}");
        assertEquals(Memory.empty(), file().read());
    }
}
