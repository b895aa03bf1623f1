package dev.tandem.backup.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.backup.Id;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TreeMemoryRecallTest {
    @Test
    void aTreeTheRepositoryHasNotIsNotRecalled() {
        Id there = new Id(1, 2, 3, 4);
        TreeTable last = new TreeTable();
        last.put(new Fingerprint(1, 1), there);
        last.put(new Fingerprint(2, 2), new Id(5, 6, 7, 8));
        TreeMemory memory = new TreeMemory(last, there::equals);
        assertEquals(Optional.of(there), memory.recall(new Fingerprint(1, 1)));
        assertEquals(Optional.empty(), memory.recall(new Fingerprint(2, 2)));
    }
}
