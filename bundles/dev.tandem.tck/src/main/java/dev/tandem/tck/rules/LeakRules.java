package dev.tandem.tck.rules;

import static dev.tandem.tck.rules.Place.bytes;
import static dev.tandem.tck.rules.Subject.LEAKS;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.InputStream;
import java.util.List;

/** What is left of what was closed. Growth by less than one a round is the warming up of others. */
final class LeakRules {
    private static final int ROUNDS = 12;

    private LeakRules() { }

    static List<Rule> all() {
        return List.of(
                LEAKS.rule("closed-twice", 10, "a session can be closed twice", LeakRules::closedTwice),
                LEAKS.rule("sessions", 10, "a closed session leaves no thread and no open file", LeakRules::sessions),
                LEAKS.rule("streams", 10, "a closed stream leaves no thread and no open file", LeakRules::streams),
                LEAKS.rule("failures", 10, "a failed call leaves no thread and no open file", LeakRules::failures));
    }

    private static void closedTwice(Place place) throws Exception {
        StorageSession other = place.another();
        other.stat(RemotePath.ROOT);
        other.close();
        other.close();
        place.put("object", bytes(1, 10));
        place.holds("object", bytes(1, 10));
        StorageSession unused = place.another();
        unused.close();
        unused.close();
    }

    private static void sessions(Place place) throws Exception {
        place.put("dir/object", bytes(1, 10_000));
        leavesNothing(place, () -> {
            try (StorageSession other = place.another()) {
                other.list(new RemotePath("dir"), info -> { });
                other.read(new RemotePath("dir/object"), 0, -1).close();
                other.write(new RemotePath("dir/other"), Source.of(bytes(2, 10_000)), WriteOptions.OVERWRITE);
            }
        });
    }

    private static void streams(Place place) throws Exception {
        place.put("object", bytes(1, 1_000_000));
        leavesNothing(place, () -> {
            for (int end : new int[] {0, 1, 1_000_000}) {
                try (InputStream in = place.session().read(new RemotePath("object"), 0, -1)) {
                    in.readNBytes(end);
                }
            }
        });
    }

    private static void failures(Place place) throws Exception {
        place.put("object", bytes(1, 1000));
        leavesNothing(place, () -> {
            Check.fails("reading what is not there", () -> place.get("nothing"));
            Check.fails("reading beyond the end", () -> place.range("object", 2000, 1));
            Check.fails("writing less than claimed", () -> place.session().write(new RemotePath("object"),
                    Source.claiming(500_000, bytes(2, 400_000)), WriteOptions.OVERWRITE));
            Check.fails("writing content that breaks", () -> place.session().write(new RemotePath("object"),
                    Source.breaking(bytes(2, 400_000), () -> {
                        throw new StorageException(StorageException.Kind.FAILED, "source broke");
                    }), WriteOptions.OVERWRITE));
        });
        place.holds("object", bytes(1, 1000));
    }

    private static void leavesNothing(Place place, Check.Call work) throws Exception {
        place.assume(place.scale().alone(), "others work in this process too");
        for (int i = 0; i < 3; i++) {
            work.run();
        }
        Footprint before = Footprint.now();
        for (int i = 0; i < ROUNDS; i++) {
            work.run();
        }
        Footprint after = Footprint.settled(before, ROUNDS);
        Check.that(after.threads() - before.threads() < ROUNDS, "threads grew from " + before.threads() + " to "
                + after.threads() + " in " + ROUNDS + " rounds");
        Check.that(after.files() - before.files() < ROUNDS, "open files grew from " + before.files() + " to "
                + after.files() + " in " + ROUNDS + " rounds");
    }
}
