package dev.tandem.tck.rules;

import static dev.tandem.tck.rules.Place.bytes;
import static dev.tandem.tck.rules.Subject.CONDITIONS;

import dev.tandem.storage.Capability;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes under a condition, and the tags they are about. */
final class ConditionRules {
    private static final int REWRITES = 20;

    private ConditionRules() { }

    static List<Rule> all() {
        return List.of(
                CONDITIONS.rule("if-absent", 3, "an object that is there is EXISTS where it must be absent, and is kept",
                        ConditionRules::ifAbsent),
                CONDITIONS.rule("if-absent-empty", 3, "an empty object is there as well", ConditionRules::ifAbsentEmpty),
                CONDITIONS.rule("tags", 5, "an object has the same tag in listings, stat and the answer of its write",
                        ConditionRules::tags).needing(Capability.TAGS),
                CONDITIONS.rule("tags-differ", 5, "the tag is another one once the content is another one",
                        ConditionRules::tagsDiffer).needing(Capability.TAGS),
                CONDITIONS.rule("tags-stay", 5, "the tag stays while the object does, also in another session",
                        ConditionRules::tagsStay).needing(Capability.TAGS),
                CONDITIONS.rule("if-tag", 0, "an object of the expected tag is overwritten", ConditionRules::ifTag)
                        .needing(Capability.TAGS),
                CONDITIONS.rule("if-tag-changed", 3, "an object of another tag is CHANGED and kept",
                        ConditionRules::ifTagChanged).needing(Capability.TAGS),
                CONDITIONS.rule("if-tag-absent", 3, "an object that is not there is CHANGED where a tag was expected",
                        ConditionRules::ifTagAbsent),
                CONDITIONS.rule("if-tag-untagged", 3, "an object of a storage without tags has never the expected one",
                        ConditionRules::ifTagUntagged),
                CONDITIONS.rule("if-tag-during", 5, "what is written while a write under a condition runs is kept",
                        ConditionRules::ifTagDuring).needing(Capability.IF_UNCHANGED_WRITE),
                CONDITIONS.rule("if-absent-during", 5, "what is written while a write of a new object runs is kept",
                        ConditionRules::ifAbsentDuring).needing(Capability.IF_ABSENT_WRITE));
    }

    private static void ifAbsent(Place place) throws Exception {
        place.put("object", bytes(1, 100), Place.NEW);
        Check.fails(Kind.EXISTS, "writing a new object over one", () -> place.put("object", bytes(2, 200), Place.NEW));
        place.holds("object", bytes(1, 100));
        place.lists("", "object");
    }

    private static void ifAbsentEmpty(Place place) throws Exception {
        place.put("object", new byte[0], Place.NEW);
        Check.fails(Kind.EXISTS, "writing a new object over one", () -> place.put("object", bytes(2, 200), Place.NEW));
        place.holds("object", new byte[0]);
    }

    static String tagOf(ObjectInfo info) {
        return info.tag().orElseThrow(() -> new AssertionError("'" + info.path() + "' has no tag"));
    }

    private static void tags(Place place) throws Exception {
        for (int size : new int[] {0, 1, 1000, place.scale().large()}) {
            String path = "dir/o" + size;
            String tag = tagOf(place.put(path, bytes(size, size)));
            Check.same(tag, tagOf(place.stat(path)), "the tag of a stat");
            Check.same(tag, place.list("dir").stream().filter(info -> info.path().value().equals(path))
                    .map(ConditionRules::tagOf).findAny().orElse("none"), "the tag in a listing");
        }
        Check.that(place.stat("dir").tag().isEmpty(), "a directory has a tag");
    }

    private static void tagsDiffer(Place place) throws Exception {
        Set<String> tags = new HashSet<>();
        for (int i = 0; i < REWRITES; i++) {
            Check.that(tags.add(tagOf(place.put("object", bytes(i, 100)))),
                    "other content of the same size, written at once, has a tag the object had before");
        }
    }

    private static void tagsStay(Place place) throws Exception {
        String tag = tagOf(place.put("object", bytes(1, 100)));
        place.put("other", bytes(2, 100));
        place.get("object");
        try (var other = place.another()) {
            Check.same(tag, other.stat(new RemotePath("object")).map(ConditionRules::tagOf).orElse("none"),
                    "the tag in another session");
        }
    }

    private static void ifTag(Place place) throws Exception {
        String first = tagOf(place.put("object", bytes(1, 100)));
        String second = tagOf(place.put("object", bytes(2, 200), WriteOptions.OVERWRITE.ifTag(first)));
        place.holds("object", bytes(2, 200));
        place.put("object", bytes(3, 300), WriteOptions.OVERWRITE.ifTag(second));
        place.holds("object", bytes(3, 300));
    }

    private static void ifTagChanged(Place place) throws Exception {
        String old = tagOf(place.put("object", bytes(1, 100)));
        place.put("object", bytes(2, 100));
        for (String tag : List.of(old, "no such tag", "*", "")) {
            Check.fails(Kind.CHANGED, "writing over an object that has not the tag '" + tag + "'",
                    () -> place.put("object", bytes(3, 300), WriteOptions.OVERWRITE.ifTag(tag)));
            place.holds("object", bytes(2, 100));
        }
    }

    private static void ifTagAbsent(Place place) throws Exception {
        String tag = place.put("object", bytes(1, 100)).tag().orElse("some tag");
        place.delete("object");
        Check.fails(Kind.CHANGED, "writing over an object that is gone",
                () -> place.put("object", bytes(2, 200), WriteOptions.OVERWRITE.ifTag(tag)));
        Check.fails(Kind.CHANGED, "writing over an object that never was",
                () -> place.put("other", bytes(2, 200), WriteOptions.OVERWRITE.ifTag(tag)));
        place.lacks("object");
        place.lacks("other");
        place.lists("");
    }

    private static void ifTagUntagged(Place place) throws Exception {
        place.assumeNot(Capability.TAGS);
        place.put("object", bytes(1, 100));
        Check.fails(Kind.CHANGED, "writing over an object that has not the tag",
                () -> place.put("object", bytes(2, 200), WriteOptions.OVERWRITE.ifTag("no such tag")));
        place.holds("object", bytes(1, 100));
    }

    private static void ifTagDuring(Place place) throws Exception {
        Check.that(place.promises(Capability.TAGS), "IF_UNCHANGED_WRITE is promised and TAGS are not");
        String tag = tagOf(place.put("object", bytes(1, 100)));
        overtaken(place, Kind.CHANGED, WriteOptions.OVERWRITE.ifTag(tag));
    }

    private static void ifAbsentDuring(Place place) throws Exception {
        overtaken(place, Kind.EXISTS, Place.NEW);
    }

    /** The first content is written in the middle of the second, whose condition held when it began. */
    private static void overtaken(Place place, Kind kind, WriteOptions condition) throws Exception {
        var times = new AtomicInteger();
        try (var other = place.another()) {
            Source source = Source.breaking(bytes(2, 400_000), () -> {
                if (times.getAndIncrement() == 0) {
                    other.write(new RemotePath("object"), Source.of(bytes(3, 300)), WriteOptions.OVERWRITE);
                }
            });
            Check.fails(kind, "a write that was overtaken",
                    () -> place.session().write(new RemotePath("object"), source, condition));
        }
        place.holds("object", bytes(3, 300));
    }
}
