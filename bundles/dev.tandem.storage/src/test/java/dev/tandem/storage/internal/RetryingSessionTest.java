package dev.tandem.storage.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.Quota;
import dev.tandem.storage.spi.ServerCopy;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import dev.tandem.tck.StorageContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The storage contract on a storage where every third of the first calls fails, and what repeating must not do. */
class RetryingSessionTest extends StorageContract {
    private static final RemotePath PATH = new RemotePath("dir/object");
    private static final StorageException PASSING =
            new StorageException(Kind.UNREACHABLE, "planned", null, true, null);
    private static final StorageException FINAL = new StorageException(Kind.DENIED, "planned");
    private static final WriteOptions NEW = new WriteOptions(true, false, false);

    private final MemoryStorage memory = new MemoryStorage();
    private final Map<String, MemoryStorage> places = new ConcurrentHashMap<>();
    private final RecordingSleeper sleeper = new RecordingSleeper();

    @Override
    protected StorageSession open(String place) {
        FaultPlan plan = FaultPlan.NONE;
        for (Call call : List.of(Call.LIST, Call.STAT, Call.READ, Call.WRITE, Call.MAKE, Call.DELETE)) {
            for (int n = 3; n < 60; n += 3) {
                plan = plan.at(call, n, new Fault.Failure(PASSING));
            }
        }
        var storage = new FaultyStorage(places.computeIfAbsent(place, name -> new MemoryStorage()), plan, 1);
        return new RetryingSession(storage, new RecordingSleeper().backoff(), () -> { });
    }

    private StorageSession retrying(FaultyStorage storage) {
        return new RetryingSession(storage, sleeper.backoff(), () -> { });
    }

    private FaultyStorage faulty(FaultPlan plan) {
        return new FaultyStorage(memory, plan, 1);
    }

    private byte[] stored(int length) throws StorageException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        memory.write(PATH, Content.of(bytes), WriteOptions.OVERWRITE);
        return bytes;
    }

    @Test
    void aFailureThatPassesIsNotSeen() throws Exception {
        byte[] bytes = stored(1000);
        FaultPlan plan = FaultPlan.NONE;
        for (Call call : Call.values()) {
            plan = plan.at(call, 1, new Fault.Failure(PASSING)).at(call, 2, new Fault.LostAnswer(PASSING));
        }
        var session = retrying(faulty(plan));
        assertEquals(1000, session.stat(PATH).orElseThrow().size());
        assertArrayEquals(bytes, session.read(PATH, 0, -1).readAllBytes());
        session.write(PATH, Content.of(bytes), WriteOptions.OVERWRITE);
        session.list(new RemotePath("dir"), info -> assertEquals(PATH, info.path()));
        session.delete(PATH);
        assertTrue(memory.stat(PATH).isEmpty());
        assertEquals(10, sleeper.pauses.size());
    }

    @Test
    void aFinalFailureIsSeenAtOnce() {
        FaultPlan plan = FaultPlan.NONE;
        for (Call call : Call.values()) {
            plan = plan.from(call, 1, new Fault.Failure(FINAL));
        }
        var session = retrying(faulty(plan));
        assertSame(FINAL, assertThrows(StorageException.class, () -> session.stat(PATH)));
        assertSame(FINAL, assertThrows(StorageException.class, () -> session.read(PATH, 0, -1)));
        assertSame(FINAL, assertThrows(StorageException.class, () -> session.delete(PATH)));
        assertEquals(List.of(), sleeper.pauses);
    }

    @Test
    void aRenameIsNotRepeated() throws Exception {
        stored(10);
        var storage = faulty(FaultPlan.NONE.at(Call.RENAME, 1, new Fault.LostAnswer(PASSING)));
        assertSame(PASSING, assertThrows(StorageException.class,
                () -> retrying(storage).rename(PATH, new RemotePath("to"), false)));
        assertEquals(1, storage.count(Call.RENAME));
    }

    @Test
    void aBrokenListingTellsEveryEntryOnce() throws Exception {
        for (int i = 0; i < 50; i++) {
            memory.write(new RemotePath("dir/o" + i), Content.of(new byte[i]), WriteOptions.OVERWRITE);
        }
        var session = retrying(faulty(FaultPlan.NONE.at(Call.LIST, 1, new Fault.Broken(20, PASSING))));
        List<ObjectInfo> told = new ArrayList<>();
        session.list(new RemotePath("dir"), told::add);
        assertEquals(50, told.size());
        assertEquals(50, told.stream().distinct().count());
    }

    @Test
    void anEntryOfAListingThatFailsForGoodIsNeverTold() {
        var session = retrying(faulty(FaultPlan.NONE.from(Call.LIST, 1, new Fault.Broken(20, PASSING))));
        List<ObjectInfo> told = new ArrayList<>();
        assertThrows(StorageException.class, () -> session.list(RemotePath.ROOT, told::add));
        assertEquals(List.of(), told);
    }

    @Test
    void aReadThatBreaksOftenGoesOnWhereItWas() throws Exception {
        byte[] bytes = stored(100_000);
        FaultPlan plan = FaultPlan.NONE;
        for (int n = 1; n <= 40; n++) {
            plan = plan.at(Call.READ, n, new Fault.Broken(100 * n % 1_700, PASSING));
        }
        var storage = faulty(plan);
        var read = new ByteArrayOutputStream();
        try (InputStream in = retrying(storage).read(PATH, 10, 90_000)) {
            read.write(in.read());
            byte[] part = new byte[777];
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                read.write(part, 0, count);
            }
        }
        assertArrayEquals(Arrays.copyOfRange(bytes, 10, 90_010), read.toByteArray());
        assertEquals(41, storage.count(Call.READ));
    }

    @Test
    void everyWayToReadSurvivesABreak() throws Exception {
        byte[] bytes = stored(100_000);
        for (long length : new long[] {-1, 100_000}) {
            assertArrayEquals(bytes, broken(length).readAllBytes());
            assertArrayEquals(bytes, broken(length).readNBytes(100_000));
            byte[] target = new byte[100_000];
            assertEquals(100_000, broken(length).readNBytes(target, 0, 100_000));
            assertArrayEquals(bytes, target);
            var out = new ByteArrayOutputStream();
            assertEquals(100_000, broken(length).transferTo(out));
            assertArrayEquals(bytes, out.toByteArray());
        }
    }

    private InputStream broken(long length) throws StorageException {
        return retrying(faulty(FaultPlan.NONE.at(Call.READ, 1, new Fault.Broken(60_000, PASSING))
                .at(Call.READ, 2, new Fault.Broken(10_000, PASSING)))).read(PATH, 0, length);
    }

    @Test
    void aReadThatNeverGetsFurtherEnds() throws Exception {
        stored(1000);
        var storage = faulty(FaultPlan.NONE.from(Call.READ, 2, new Fault.Broken(0, PASSING))
                .at(Call.READ, 1, new Fault.Broken(500, PASSING)));
        try (InputStream in = retrying(storage).read(PATH, 0, -1)) {
            assertEquals(500, in.readNBytes(500).length);
            assertSame(PASSING, assertThrows(StorageException.class, in::read));
        }
        assertEquals(5, storage.count(Call.READ));
    }

    @Test
    void aWriteOfANewObjectWhoseAnswerWasLostIsDone() throws Exception {
        var storage = faulty(FaultPlan.NONE.at(Call.WRITE, 1, new Fault.LostAnswer(PASSING)));
        ObjectInfo info = retrying(storage).write(PATH, Content.of(new byte[] {1, 2, 3}), NEW);
        assertEquals(3, info.size());
    }

    @Test
    void somebodyElsesObjectIsNotTakenForOurs() throws Exception {
        for (byte[] theirs : new byte[][] {{1, 2, 4}, {1, 2}}) {
            memory.write(PATH, Content.of(theirs), WriteOptions.OVERWRITE);
            var storage = faulty(FaultPlan.NONE.at(Call.WRITE, 1, new Fault.Failure(PASSING)));
            assertEquals(Kind.EXISTS, assertThrows(StorageException.class,
                    () -> retrying(storage).write(PATH, Content.of(new byte[] {1, 2, 3}), NEW)).kind());
        }
    }

    @Test
    void anObjectThatWasThereFromTheStartExistsEvenWithTheSameBytes() throws Exception {
        memory.write(PATH, Content.of(new byte[] {1}), WriteOptions.OVERWRITE);
        assertEquals(Kind.EXISTS, assertThrows(StorageException.class,
                () -> retrying(faulty(FaultPlan.NONE)).write(PATH, Content.of(new byte[] {1}), NEW)).kind());
    }

    @Test
    void closingTwiceReleasesOnce() {
        var released = new AtomicInteger();
        var session = new RetryingSession(memory, sleeper.backoff(), released::incrementAndGet);
        session.close();
        session.close();
        assertEquals(1, released.get());
    }

    @Test
    void aClosedStreamIsNotOpenedAgain() throws Exception {
        stored(10);
        var storage = faulty(FaultPlan.NONE);
        InputStream in = retrying(storage).read(PATH, 0, -1);
        in.close();
        assertThrows(IOException.class, in::read);
        assertEquals(1, storage.count(Call.READ));
    }

    private String tagOf(byte content) throws StorageException {
        return memory.write(PATH, Content.of(new byte[] {content}), WriteOptions.OVERWRITE).tag().orElseThrow();
    }

    @Test
    void aChangeWhoseAnswerWasLostIsDoneAndNotMadeTwice() throws Exception {
        String tag = tagOf((byte) 1);
        var storage = faulty(FaultPlan.NONE.at(Call.WRITE, 1, new Fault.LostAnswer(PASSING)));
        var info = retrying(storage).write(PATH, Content.of(new byte[] {2}), WriteOptions.OVERWRITE.ifTag(tag));
        assertEquals(memory.stat(PATH).orElseThrow(), info);
        assertArrayEquals(new byte[] {2}, memory.read(PATH, 0, -1).readAllBytes());
    }

    @Test
    void whatSomebodyElseWroteMeanwhileIsNeitherReplacedNorTakenForOurs() throws Exception {
        String tag = tagOf((byte) 1);
        tagOf((byte) 3);
        var storage = faulty(FaultPlan.NONE.at(Call.WRITE, 1, new Fault.Failure(PASSING)));
        assertEquals(Kind.CHANGED, assertThrows(StorageException.class, () -> retrying(storage).write(PATH,
                Content.of(new byte[] {2}), WriteOptions.OVERWRITE.ifTag(tag))).kind());
        assertArrayEquals(new byte[] {3}, memory.read(PATH, 0, -1).readAllBytes());
    }

    @Test
    void aRenameThatTheStorageRefusedForNowIsRepeated() throws Exception {
        stored(10);
        var later = new StorageException(Kind.THROTTLED, "planned", null, true, null);
        retrying(faulty(FaultPlan.NONE.at(Call.RENAME, 1, new Fault.Failure(later))))
                .rename(PATH, new RemotePath("to"), false);
        assertTrue(memory.stat(PATH).isEmpty());
    }

    @Test
    void aListingTooLongToBeHeldBackIsToldAsItComesAndEndsWhenItBreaks() throws Exception {
        for (int i = 0; i < Listing.HELD_BACK + 10; i++) {
            memory.write(new RemotePath("dir/o" + i), Content.of(new byte[0]), WriteOptions.OVERWRITE);
        }
        List<ObjectInfo> told = new ArrayList<>();
        var whole = retrying(faulty(FaultPlan.NONE.at(Call.LIST, 1, new Fault.Broken(20, PASSING))));
        whole.list(new RemotePath("dir"), told::add);
        assertEquals(Listing.HELD_BACK + 10, told.stream().distinct().count());
        var storage = faulty(FaultPlan.NONE.at(Call.LIST, 1, new Fault.Broken(Listing.HELD_BACK + 5, PASSING)));
        assertSame(PASSING, assertThrows(StorageException.class,
                () -> retrying(storage).list(new RemotePath("dir"), info -> { })));
        assertEquals(1, storage.count(Call.LIST));
    }

    @Test
    void aSocketThatAnsweredTooLateIsReadAgain() throws Exception {
        byte[] bytes = stored(100);
        var late = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new java.net.SocketTimeoutException("late");
            }
        };
        try (InputStream in = new RetryingStream(late, done -> memory.read(PATH, done, -1), sleeper.backoff())) {
            assertArrayEquals(bytes, in.readAllBytes());
        }
        assertFalse(Thread.interrupted());
    }

    @Test
    void anInterruptedReadEndsAndTheThreadStaysInterrupted() throws Exception {
        stored(100);
        var interrupted = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new java.io.InterruptedIOException("planned");
            }
        };
        try (InputStream in = new RetryingStream(interrupted, done -> memory.read(PATH, done, -1), sleeper.backoff())) {
            assertEquals(Kind.FAILED, assertThrows(StorageException.class, in::read).kind());
        }
        assertTrue(Thread.interrupted());
    }

    @Test
    void facetsAreRepeatedToo() throws Exception {
        var failures = new AtomicInteger(2);
        var session = new RetryingSession(new MemoryStorage() {
            @Override
            public <T> Optional<T> facet(Class<T> type) {
                ServerCopy copy = (from, to) -> {
                    if (failures.getAndDecrement() > 0) {
                        throw PASSING;
                    }
                    return memory.write(to, Content.of(new byte[1]), WriteOptions.OVERWRITE);
                };
                return type == ServerCopy.class ? Optional.of(type.cast(copy)) : Optional.empty();
            }
        }, sleeper.backoff(), () -> { });
        session.facet(ServerCopy.class).orElseThrow().copy(PATH, new RemotePath("to"));
        assertTrue(memory.stat(new RemotePath("to")).isPresent());
        assertEquals(2, sleeper.pauses.size());
        assertTrue(session.facet(Quota.class).isEmpty());
    }
}
