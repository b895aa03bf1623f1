package dev.tandem.sync.internal.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.catalog.StateStore;
import dev.tandem.catalog.internal.FileStateStores;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncConflict;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.internal.baseline.OneFolder;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Resolution;
import dev.tandem.sync.spi.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConflictBookTest {
    private static final RawPath PATH = RawPath.of(new byte[] {'d', '/', (byte) 0xff});
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.000000006Z");
    private static final Instant LATER = THEN.plusSeconds(60);
    private static final Optional<String> WAITS = Optional.empty();
    private static final Optional<RawPath> NO_COPY = Optional.empty();

    @TempDir
    private Path folder;

    private FileStateStores stores;
    private StateStore store;
    private ConflictBook book;

    @BeforeEach
    void anEmptyBook() throws IOException {
        stores = new FileStateStores(new OneFolder(folder));
        open();
    }

    private void open() throws IOException {
        store = stores.open("sync-1", 1).orElseThrow();
        book = new ConflictBook(store);
    }

    private void reopen() throws IOException {
        store.commit();
        store.close();
        open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Optional<Version> version(String content, Instant modified) {
        return Optional.of(new Version(FileType.FILE, 5, modified, content));
    }

    private static Conflict conflict(RawPath path, String left, String right) {
        return new Conflict(path, Conflict.Kind.EDIT_EDIT, version("base", Instant.MIN), version(left, Instant.EPOCH),
                version(right, Instant.MAX));
    }

    @Test
    void aConflictIsRememberedAsItWas() throws IOException {
        SyncConflict waits = book.put(PATH, conflict(PATH, "one", "two"), THEN, WAITS, NO_COPY);
        RawPath other = RawPath.of("other");
        Conflict deleted = new Conflict(other, Conflict.Kind.DELETE_EDIT, Optional.empty(), Optional.empty(),
                version("", THEN));
        SyncConflict done = book.put(other, deleted, LATER, Optional.of("kept both"), Optional.of(RawPath.of("copy")));
        reopen();
        assertEquals(List.of(waits, done), book.open());
        assertEquals(Optional.of(done), book.find(done.id()));
        assertEquals(Optional.of(waits), book.get(PATH));
        assertTrue(book.find("nothing").isEmpty());
    }

    @Test
    void theSameConflictFoundAgainIsTheOneOfBefore() throws IOException {
        SyncConflict first = book.put(PATH, conflict(PATH, "one", "two"), THEN, WAITS, Optional.of(RawPath.of("copy")));
        reopen();
        Conflict touched = new Conflict(PATH, Conflict.Kind.CREATE_CREATE, Optional.empty(), version("one", LATER),
                version("two", LATER));
        SyncConflict again = book.put(PATH, touched, LATER, WAITS, NO_COPY);
        assertEquals(first.id(), again.id());
        assertEquals(THEN, again.firstSeen());
        assertEquals(first.copy(), again.copy());
        assertEquals(List.of(again), book.open());
    }

    @Test
    void otherVersionsAtThePathAreAnotherConflictInPlaceOfIt() throws IOException {
        SyncConflict first = book.put(PATH, conflict(PATH, "one", "two"), THEN, WAITS, Optional.of(RawPath.of("copy")));
        SyncConflict second = book.put(PATH, conflict(PATH, "one", "three"), LATER, WAITS, NO_COPY);
        assertNotEquals(first.id(), second.id());
        assertEquals(LATER, second.firstSeen());
        assertEquals(NO_COPY, second.copy());
        assertEquals(List.of(second), book.open());
    }

    @Test
    void idsTellPathsAndSidesApart() {
        RawPath other = RawPath.of("other");
        String id = ConflictCodec.id(conflict(PATH, "one", "two"));
        assertTrue(id.matches("[0-9a-f]{10}"), id);
        assertNotEquals(id, ConflictCodec.id(conflict(PATH, "two", "one")));
        assertNotEquals(id, ConflictCodec.id(conflict(other, "one", "two")));
        // Where contents are not known, times tell versions apart.
        assertNotEquals(ConflictCodec.id(new Conflict(PATH, Conflict.Kind.TYPE, Optional.empty(), version("", THEN),
                Optional.empty())), ConflictCodec.id(new Conflict(PATH, Conflict.Kind.TYPE, Optional.empty(),
                version("", LATER), Optional.empty())));
    }

    @Test
    void anAnswerIsForExactlyTheVersionsItWasGivenFor() throws IOException {
        Conflict asked = conflict(PATH, "one", "two");
        SyncConflict waits = book.put(PATH, asked, THEN, WAITS, NO_COPY);
        assertTrue(book.answerFor(asked).isEmpty());
        for (Resolution resolution : List.of(new Resolution.KeepBoth(Side.RIGHT), new Resolution.Prefer(Side.LEFT),
                new Resolution.Skip(), new Resolution.Ask(), new Resolution.Undecided())) {
            book.answer(waits.id(), resolution);
            reopen();
            assertEquals(Optional.of(resolution), book.answerFor(asked));
        }
        assertTrue(book.answerFor(conflict(PATH, "one", "three")).isEmpty());
        book.put(PATH, conflict(PATH, "one", "three"), LATER, WAITS, NO_COPY);
        assertTrue(book.answerFor(asked).isEmpty());
    }

    @Test
    void anAnswerToNoConflictIsRefused() {
        SyncException refused = assertThrows(SyncException.class,
                () -> book.answer("0123456789", new Resolution.Skip()));
        assertEquals(SyncException.Kind.NOT_FOUND, refused.kind());
    }

    @Test
    void aSettledConflictIsForgottenWithItsAnswer() throws IOException {
        Conflict asked = conflict(PATH, "one", "two");
        book.answer(book.put(PATH, asked, THEN, WAITS, NO_COPY).id(), new Resolution.Skip());
        book.settle(PATH);
        book.settle(RawPath.of("unknown"));
        reopen();
        assertTrue(book.open().isEmpty());
        assertTrue(book.answerFor(asked).isEmpty());
    }
}
