package dev.tandem.tck.rules;

import static dev.tandem.tck.rules.Place.bytes;
import static dev.tandem.tck.rules.Subject.TIMES;

import dev.tandem.storage.Capability;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.WriteOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What times of modification must hold. */
final class TimeRules {
    private static final List<Instant> TIMES_OF_OLD = List.of(Instant.parse("2024-02-29T23:59:59Z"),
            Instant.parse("2001-09-09T01:46:41Z"), Instant.parse("1999-12-31T23:59:59Z"),
            Instant.parse("2026-07-01T12:00:00.123456789Z"));
    private static final Duration WORTH_A_WORD = Duration.ofSeconds(60);

    private TimeRules() { }

    static List<Rule> all() {
        return List.of(
                TIMES.rule("set", 5, "the time of a write is kept to the second", TimeRules::set)
                        .needing(Capability.SET_TIME),
                TIMES.rule("set-again", 5, "an overwritten object has the time of the last write", TimeRules::setAgain)
                        .needing(Capability.SET_TIME),
                TIMES.rule("not-set", 0, "a time that cannot be kept is no reason to fail", TimeRules::notSet),
                TIMES.rule("same", 0, "an object has the same time in listings and stat", TimeRules::same),
                TIMES.rule("clock", 0, "it is known how the clock of the storage goes", TimeRules::clock));
    }

    private static void set(Place place) throws Exception {
        for (Instant time : TIMES_OF_OLD) {
            String path = "o" + time.getEpochSecond();
            ObjectInfo answer = place.put(path, bytes(1, 10), WriteOptions.OVERWRITE.modified(time));
            near(time, place.stat(path), "the time of a stat");
            if (answer.modified().isPresent()) {
                near(time, answer, "the time of the answer");
            }
        }
    }

    private static void setAgain(Place place) throws Exception {
        for (Instant time : TIMES_OF_OLD) {
            place.put("object", bytes(1, 10), WriteOptions.OVERWRITE.modified(time));
            near(time, place.stat("object"), "the time of a stat");
        }
        place.put("object", bytes(1, 10));
        Check.that(!TIMES_OF_OLD.contains(place.stat("object").modified().orElse(Instant.MAX)),
                "a write without a time kept an old one");
    }

    private static void notSet(Place place) throws Exception {
        place.assumeNot(Capability.SET_TIME);
        Instant time = TIMES_OF_OLD.getFirst();
        place.put("object", bytes(1, 10), WriteOptions.OVERWRITE.modified(time));
        place.holds("object", bytes(1, 10));
        if (place.stat("object").modified().filter(kept -> isNear(time, kept)).isPresent()) {
            place.note("the time of a write is kept; SET_TIME could be promised");
        }
    }

    private static void same(Place place) throws Exception {
        place.put("object", bytes(1, 10));
        Optional<Instant> stat = place.stat("object").modified();
        Optional<Instant> listed = place.list("").getFirst().modified();
        place.assume(stat.isPresent() && listed.isPresent(), "the storage does not tell times in both");
        Check.that(isNear(stat.get(), listed.get()), "a stat says " + stat.get() + " and a listing " + listed.get());
    }

    private static void clock(Place place) throws Exception {
        place.put("object", bytes(1, 10));
        Instant told = place.stat("object").modified().orElseThrow(() -> new Skipped("the storage tells no times"));
        Duration ahead = Duration.between(Instant.now(), told);
        if (ahead.abs().compareTo(WORTH_A_WORD) > 0) {
            place.note("the clock of the storage is " + ahead.abs().toSeconds() + " s "
                    + (ahead.isPositive() ? "ahead" : "behind"));
        }
    }

    private static void near(Instant expected, ObjectInfo found, String what) {
        Instant time = found.modified().orElseThrow(() -> new AssertionError(what + " is missing"));
        Check.that(isNear(expected, time), what + ": expected " + expected + " but found " + time);
    }

    /** The second may have been cut or rounded. */
    private static boolean isNear(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(Duration.ofSeconds(1)) <= 0;
    }
}
