package dev.tandem.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.tck.rules.Outcome;
import dev.tandem.tck.rules.Rule;
import dev.tandem.tck.rules.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is shown late, and for how long. */
class EventualStorageTest {
    private static final RemotePath PATH = new RemotePath("dir/object");
    private static final RemotePath DIRECTORY = new RemotePath("dir");

    private final MemoryStorage memory = new MemoryStorage();
    private final EventualStorage eventual = new EventualStorage(memory, 1, 1);

    private static Set<String> names(EventualStorage storage) throws StorageException {
        Set<String> names = new TreeSet<>();
        storage.list(DIRECTORY, info -> names.add(info.path().value()));
        return names;
    }

    private void write(int size) throws StorageException {
        eventual.write(PATH, Content.of(new byte[size]), WriteOptions.OVERWRITE);
    }

    @Test
    void aNewObjectIsSeenByTheSecondLookOnly() throws Exception {
        write(1);
        assertTrue(eventual.stat(PATH).isEmpty());
        assertEquals(1, eventual.stat(PATH).orElseThrow().size());
    }

    @Test
    void anOverwrittenObjectIsShownAsItWas() throws Exception {
        memory.write(PATH, Content.of(new byte[7]), WriteOptions.OVERWRITE);
        write(1);
        assertEquals(7, eventual.stat(PATH).map(ObjectInfo::size).orElseThrow());
        assertEquals(1, eventual.stat(PATH).map(ObjectInfo::size).orElseThrow());
        try (var in = eventual.read(PATH, 0, -1)) {
            assertEquals(1, in.readAllBytes().length);
        }
    }

    @Test
    void listingsMissNewObjectsAndShowDeletedOnes() throws Exception {
        memory.write(new RemotePath("dir/old"), Content.of(new byte[7]), WriteOptions.OVERWRITE);
        write(1);
        eventual.delete(new RemotePath("dir/old"));
        assertEquals(Set.of("dir/old"), names(eventual));
        assertEquals(Set.of("dir/object"), names(eventual));
    }

    @Test
    void theSameSeedShowsTheSame() throws Exception {
        List<List<Boolean>> seen = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            var storage = new EventualStorage(new MemoryStorage(), 5, 42);
            List<Boolean> looks = new ArrayList<>();
            for (int n = 0; n < 10; n++) {
                var path = new RemotePath("o" + n);
                storage.write(path, Content.of(new byte[1]), WriteOptions.OVERWRITE);
                for (int look = 0; look < 6; look++) {
                    looks.add(storage.stat(path).isPresent());
                }
                assertTrue(looks.getLast(), "a change is never shown");
            }
            seen.add(looks);
        }
        assertEquals(seen.getFirst(), seen.getLast());
    }

    @Test
    void theContractFindsThatChangesAreShownLate() {
        Set<String> broken = new TreeSet<>();
        for (Rule rule : Rule.all()) {
            var storage = new EventualStorage(new MemoryStorage(), 3, 1);
            if (rule.outcome(() -> storage, new Scale(20, 1000, 2, false, true)) instanceof Outcome.Failed) {
                broken.add(rule.id());
            }
        }
        assertTrue(broken.containsAll(Set.of("reading.at-once", "reading.other-session", "changing.delete",
                "listing.many", "listing.deleted")), broken::toString);
    }
}
