package dev.tandem.tck.rules;

import static dev.tandem.tck.rules.Place.bytes;
import static dev.tandem.tck.rules.Subject.CONCURRENCY;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/** What holds under several threads and sessions. */
final class ConcurrencyRules {
    private static final int ROUNDS = 20;
    private static final int OVERWRITES = 100;
    private static final int LOSER = -1;

    private ConcurrencyRules() { }

    static List<Rule> all() {
        return List.of(
                CONCURRENCY.rule("if-absent", 5, "of racing writers of a new object exactly one wins",
                        ConcurrencyRules::newObject).needing(Capability.IF_ABSENT_WRITE),
                CONCURRENCY.rule("if-tag", 5, "of racing writers of a known object exactly one wins",
                        ConcurrencyRules::knownObject).needing(Capability.IF_UNCHANGED_WRITE),
                CONCURRENCY.rule("overwrite", 2, "a reader never sees part of an overwrite", ConcurrencyRules::overwrite)
                        .needing(Capability.ATOMIC_WRITE),
                CONCURRENCY.rule("rename", 0, "at every moment of a rename one of the two names has the object",
                        ConcurrencyRules::rename).needing(Capability.RENAME),
                CONCURRENCY.rule("threads", 0, "a session serves many threads", ConcurrencyRules::threads)
                        .needing(Capability.CONCURRENT),
                CONCURRENCY.rule("sessions", 1, "several sessions work side by side", ConcurrencyRules::sessions));
    }

    private static void newObject(Place place) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            race(place, "race/o" + round, Kind.EXISTS, Place.NEW);
        }
        Check.same(ROUNDS, place.names("race").size(), "the number of objects");
    }

    private static void knownObject(Place place) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String tag = ConditionRules.tagOf(place.put("race", bytes(100 + round, 3000)));
            race(place, "race", Kind.CHANGED, WriteOptions.OVERWRITE.ifTag(tag));
        }
    }

    private static void race(Place place, String path, Kind lost, WriteOptions condition) throws Exception {
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < place.scale().threads(); i++) {
            int writer = i;
            writers.add(() -> {
                try (StorageSession mine = place.another()) {
                    mine.write(new RemotePath(path), Content.of(bytes(writer, 3000)), condition);
                    return writer;
                } catch (StorageException e) {
                    Check.that(e.kind() == lost, "a writer that lost is told " + e.kind() + ": " + e.getMessage());
                    return LOSER;
                }
            });
        }
        List<Integer> winners = Together.run(writers).stream().filter(writer -> writer != LOSER).toList();
        Check.same(1, winners.size(), "the number of winners");
        place.holds(path, bytes(winners.getFirst(), 3000));
    }

    private static void overwrite(Place place) throws Exception {
        place.put("object", uniform(0));
        var done = new AtomicBoolean();
        List<Callable<Integer>> tasks = new ArrayList<>();
        tasks.add(() -> {
            try (StorageSession mine = place.another()) {
                for (int i = 1; i <= OVERWRITES; i++) {
                    mine.write(new RemotePath("object"), Content.of(uniform(i)), WriteOptions.OVERWRITE);
                }
                return OVERWRITES;
            } finally {
                done.set(true);
            }
        });
        for (int i = 1; i < Math.min(4, place.scale().threads()); i++) {
            tasks.add(() -> readUniform(place, done));
        }
        Together.run(tasks);
    }

    private static int readUniform(Place place, AtomicBoolean done) throws Exception {
        int reads = 0;
        try (StorageSession mine = place.another()) {
            do {
                try (var in = mine.read(new RemotePath("object"), 0, -1)) {
                    byte[] read = in.readAllBytes();
                    Check.that(read.length > 0, "an empty object is read during an overwrite");
                    Check.bytes(uniform(read[0]), read, "an object that is read during an overwrite");
                    reads++;
                }
            } while (!done.get());
        }
        return reads;
    }

    private static byte[] uniform(int value) {
        byte[] bytes = new byte[20_000 + 100 * value];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static void rename(Place place) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String from = "from" + round;
            String to = "to" + round;
            place.put(from, bytes(round, 3000));
            Together.<Boolean>run(List.of(() -> {
                place.rename(from, to, false);
                return true;
            }, () -> follow(place, new RemotePath(from), new RemotePath(to))));
            place.holds(to, bytes(round, 3000));
            place.lacks(from);
        }
    }

    /** Once the old name is gone the new one must be there, and nobody takes it away again. */
    private static boolean follow(Place place, RemotePath from, RemotePath to) throws Exception {
        try (StorageSession mine = place.another()) {
            while (mine.stat(from).isPresent()) {
                Thread.onSpinWait();
            }
            Check.that(mine.stat(to).isPresent(), "during a rename neither of the names has the object");
            return true;
        }
    }

    private static void threads(Place place) throws Exception {
        work(place, place.session(), place.session());
    }

    private static void sessions(Place place) throws Exception {
        try (StorageSession one = place.another(); StorageSession two = place.another()) {
            work(place, one, two);
        }
    }

    /** Half of the threads use the one session, half the other; without CONCURRENT each has one thread. */
    private static void work(Place place, StorageSession one, StorageSession two) throws Exception {
        int threads = place.promises(Capability.CONCURRENT) ? place.scale().threads() : 2;
        List<Callable<Set<String>>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int worker = i;
            workers.add(() -> work(worker % 2 == 0 ? one : two, worker));
        }
        Set<String> expected = new TreeSet<>();
        Together.run(workers).forEach(expected::addAll);
        Set<String> found = new TreeSet<>();
        for (String directory : place.names("")) {
            found.addAll(place.names(directory));
        }
        Check.same(expected, found, "the names after the work");
    }

    private static Set<String> work(StorageSession session, int worker) throws Exception {
        Set<String> kept = new TreeSet<>();
        for (int i = 0; i < 30; i++) {
            // Directories are shared between the threads, so that they are made in a race.
            var path = new RemotePath("d" + i % 5 + "/w" + worker + "-" + i);
            byte[] content = bytes(i, 100 * i);
            session.write(path, Content.of(content), WriteOptions.OVERWRITE);
            try (var in = session.read(path, 0, -1)) {
                Check.bytes(content, in.readAllBytes(), "the content of '" + path + "'");
            }
            if (i % 3 == 0) {
                session.delete(path);
                Check.that(session.stat(path).isEmpty(), "'" + path + "' should not be there");
            } else {
                kept.add(path.value());
            }
        }
        return kept;
    }
}
