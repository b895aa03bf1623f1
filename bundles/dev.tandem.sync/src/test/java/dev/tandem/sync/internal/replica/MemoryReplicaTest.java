package dev.tandem.sync.internal.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawPath;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The side in memory keeps the contract, and fails as it is told. */
class MemoryReplicaTest extends ReplicaContract {
    private MemoryReplica memory;

    private static MemoryOptions options() {
        return MemoryOptions.usual("memory");
    }

    @Override
    Replica open(AttributeRules rules) {
        memory = new MemoryReplica(options().with(rules), new LogicalClock(), new Faults());
        return memory;
    }

    @Override
    TreeEditor editor() {
        return memory;
    }

    @Test
    void namesThatDifferInCaseAreOneWhereTheOptionsSaySo() throws IOException {
        MemoryReplica side = new MemoryReplica(MemoryOptions.usual("x").ignoringCase(), new LogicalClock(), new Faults());
        side.write(A, bytes("content"));
        assertInstanceOf(Item.FileItem.class, side.look(RawPath.of("A")));
        assertThrows(ChangedException.class, () -> side.makeDirectory(RawPath.of("A"), attributes(0755, LONG_AGO)));
    }

    @Test
    void theCallThatIsToldToFailFailsOnce() throws IOException {
        memory.write(A, bytes("content"));
        memory.faults().failAt(1, Faults.Failure.NO_SPACE);
        memory.look(A);
        FileSystemException full = assertThrows(FileSystemException.class, () -> memory.look(A));
        assertTrue(full.getReason().contains("space"));
        memory.look(A);
    }

    @ParameterizedTest
    @EnumSource(Faults.Moment.class)
    void whatDiesLeavesTheOldOrTheNewFileAndTheVersionBesideIt(Faults.Moment moment) throws IOException {
        memory.write(A, bytes("old"));
        Item.Present seen = present(A);
        Replica.Staged staged = memory.stage(A);
        staged.write(bytes("new"), 0, 3);
        staged.finish(attributes(0644, LONG_AGO));
        memory.faults().killAt(0, moment);
        assertThrows(Killed.class, () -> memory.place(staged, A, seen, KEEP));
        assertThrows(Killed.class, () -> memory.look(A));
        assertEquals(moment == Faults.Moment.AFTER ? "new" : "old", content(A));
        memory.revive(new Random(1));
        assertThrows(IllegalStateException.class, () -> memory.place(staged, B, Item.ABSENT, KEEP));
        assertEquals(moment != Faults.Moment.BEFORE, memory.look(KEEP).isPresent());
    }

    @Test
    void withoutExchangingThePlaceIsEmptyForAMoment() throws IOException {
        MemoryReplica side = new MemoryReplica(options().withoutExchange(), new LogicalClock(), new Faults());
        side.write(A, bytes("old"));
        Item.Present seen = (Item.Present) side.look(A);
        Replica.Staged staged = side.stage(A);
        staged.finish(attributes(0644, LONG_AGO));
        side.faults().killAt(0, Faults.Moment.MIDDLE);
        assertThrows(Killed.class, () -> side.place(staged, A, seen, KEEP));
        side.revive(new Random(1));
        assertEquals(Item.ABSENT, side.look(A));
        assertEquals("old", new String(side.content(KEEP)));
    }

    @Test
    void twoSidesOfAProcessDieTogether() throws IOException {
        Faults faults = new Faults();
        MemoryReplica left = new MemoryReplica(options(), new LogicalClock(), faults);
        MemoryReplica right = new MemoryReplica(options(), new LogicalClock(), faults);
        faults.killAt(1, Faults.Moment.BEFORE);
        left.look(A);
        assertThrows(Killed.class, () -> right.look(A));
        assertThrows(Killed.class, () -> left.look(A));
        left.revive(new Random(1));
        right.revive(new Random(1));
        left.look(A);
        right.look(A);
    }

    @Test
    void whatWasNotFlushedMayBeLostInTheOrderItWasDoneWhatWasIsNot() throws IOException {
        Set<Set<RawPath>> found = new HashSet<>();
        Random random = new Random(1);
        for (int round = 0; round < 100; round++) {
            MemoryReplica side = new MemoryReplica(options().losingUnflushed(), new LogicalClock(), new Faults());
            side.makeDirectory(A, attributes(0755, LONG_AGO));
            side.flush();
            side.makeDirectory(RawPath.of("a/b"), attributes(0755, LONG_AGO));
            side.makeDirectory(RawPath.of("a/c"), attributes(0755, LONG_AGO));
            side.faults().killAt(0, Faults.Moment.BEFORE);
            assertThrows(Killed.class, side::flush);
            side.revive(random);
            found.add(side.tree().keySet());
        }
        RawPath b = RawPath.of("a/b");
        assertEquals(Set.of(Set.of(A), Set.of(A, b), Set.of(A, b, RawPath.of("a/c"))), found);
    }

    @Test
    void contentIsWholeAfterAPowerFailureIfItWasFlushedBeforeItWasPlaced() throws IOException {
        Set<String> flushed = new HashSet<>();
        Set<String> unflushed = new HashSet<>();
        Random random = new Random(1);
        for (int round = 0; round < 100; round++) {
            for (boolean flush : new boolean[] {true, false}) {
                MemoryReplica side = new MemoryReplica(options().losingUnflushed(), new LogicalClock(), new Faults());
                Replica.Staged staged = side.stage(A);
                staged.write(bytes("content"), 0, 7);
                staged.finish(attributes(0644, LONG_AGO));
                if (flush) {
                    side.flush();
                }
                side.place(staged, A, Item.ABSENT, KEEP);
                side.faults().killAt(0, Faults.Moment.BEFORE);
                assertThrows(Killed.class, side::flush);
                side.revive(random);
                (flush ? flushed : unflushed).add(side.tree().getOrDefault(A, "absent"));
            }
        }
        assertEquals(Set.of("absent", "content"), flushed);
        assertTrue(unflushed.contains("cont\0\0\0"), unflushed.toString());
        assertTrue(!unflushed.contains("content"), unflushed.toString());
    }

    @Test
    void whatMayNotBeLookedAtIsUnknown() throws IOException {
        memory.write(A, bytes("content"));
        memory.mkdir(B);
        memory.deny(A, true);
        memory.deny(B, true);
        assertInstanceOf(Item.Unknown.class, memory.look(A));
        assertThrows(AccessDeniedException.class, () -> memory.read(A));
        assertThrows(AccessDeniedException.class, () -> memory.list(B));
        assertThrows(ChangedException.class, () -> memory.putAside(A, new Item.LinkItem(A.name(), bytes("x"),
                attributes(0777, LONG_AGO)), KEEP));
    }

    @Test
    void aRootThatIsGoneIsNotEmpty() throws IOException {
        memory.write(A, bytes("content"));
        memory.unmount(true);
        assertThrows(FileSystemException.class, () -> memory.list(ROOT));
        assertThrows(FileSystemException.class, () -> memory.look(A));
        memory.unmount(false);
        assertEquals(Set.of("a"), names(ROOT));
    }

    @Test
    void twoNamesOfAFileShareWhatIsWritten() throws IOException {
        memory.write(A, bytes("content"));
        memory.hardLink(B, A);
        memory.write(A, bytes("other"));
        assertEquals("other", content(B));
        assertEquals(present(A).attributes(), present(B).attributes());
    }
}
