package dev.tandem.tck.rules;

import static dev.tandem.tck.rules.Place.bytes;
import static dev.tandem.tck.rules.Subject.PROMISES;

import dev.tandem.storage.Capability;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.spi.Quota;
import dev.tandem.storage.spi.StorageSession;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** What a session says of itself, and what it could say. */
final class PromiseRules {
    private PromiseRules() { }

    static List<Rule> all() {
        return List.of(
                PROMISES.rule("constant", 5, "capabilities are the same for the session's whole life",
                        PromiseRules::constant),
                PROMISES.rule("same-everywhere", 5, "every session on a storage has the same capabilities",
                        PromiseRules::sameEverywhere),
                PROMISES.rule("quota", 0, "the free room is not more than all the room", PromiseRules::quota),
                PROMISES.rule("facets", 0, "an ability nobody knows is none", PromiseRules::facets),
                PROMISES.rule("clean-probe", 5, "finding out what a storage can do leaves nothing behind",
                        PromiseRules::cleanProbe),
                PROMISES.rule("case", 5, "names that are kept apart by case are promised to be",
                        PromiseRules::unpromisedCase),
                PROMISES.rule("tags", 5, "tags that are told are promised", PromiseRules::unpromisedTags));
    }

    private static void constant(Place place) throws Exception {
        Set<Capability> before = Set.copyOf(place.session().capabilities());
        place.put("dir/object", bytes(1, 10));
        Check.fails("reading what is not there", () -> place.get("nothing"));
        place.delete("dir/object");
        Check.same(before, Set.copyOf(place.session().capabilities()), "the capabilities after some work");
    }

    private static void sameEverywhere(Place place) throws Exception {
        place.put("object", bytes(1, 10));
        try (StorageSession other = place.another()) {
            Check.same(Set.copyOf(place.session().capabilities()), Set.copyOf(other.capabilities()),
                    "the capabilities of another session");
        }
    }

    private static void quota(Place place) throws Exception {
        Quota quota = place.session().facet(Quota.class)
                .orElseThrow(() -> new Skipped("the storage does not tell its room"));
        OptionalLong free = quota.free();
        OptionalLong total = quota.total();
        Check.that(free.orElse(0) >= 0, "the free room is negative: " + free);
        Check.that(total.orElse(0) >= 0, "the room is negative: " + total);
        if (free.isPresent() && total.isPresent()) {
            Check.that(free.getAsLong() <= total.getAsLong(), free + " is free of " + total);
        }
    }

    private static void facets(Place place) {
        Check.that(place.session().facet(PromiseRules.class).isEmpty(), "a facet of an unknown type");
    }

    private static void cleanProbe(Place place) throws Exception {
        place.session().capabilities();
        place.lists("");
    }

    private static void unpromisedCase(Place place) throws Exception {
        place.assumeNot(Capability.CASE_SENSITIVE);
        place.put("Name", bytes(1, 1));
        place.put("nAME", bytes(2, 2));
        if (place.names("").size() == 2) {
            place.holds("Name", bytes(1, 1));
            place.holds("nAME", bytes(2, 2));
            place.note("names that differ only in case are two; CASE_SENSITIVE could be promised");
        }
    }

    private static void unpromisedTags(Place place) throws Exception {
        place.assumeNot(Capability.TAGS);
        ObjectInfo written = place.put("object", bytes(1, 100));
        ObjectInfo again = place.put("object", bytes(2, 100));
        if (written.tag().isPresent() && !written.tag().equals(again.tag())
                && again.tag().equals(place.stat("object").tag())
                && again.tag().equals(place.list("").getFirst().tag())) {
            place.note("objects have tags that change with their content; TAGS could be promised");
        }
    }
}
