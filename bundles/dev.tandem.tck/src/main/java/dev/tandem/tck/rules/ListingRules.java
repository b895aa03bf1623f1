package dev.tandem.tck.rules;

import static dev.tandem.tck.rules.Place.bytes;
import static dev.tandem.tck.rules.Subject.LISTING;

import dev.tandem.storage.Capability;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** What {@code list} must hold. */
final class ListingRules {
    private static final int DEPTH = 20;

    private ListingRules() { }

    static List<Rule> all() {
        return List.of(
                LISTING.rule("empty", 0, "an empty location lists nothing", ListingRules::empty),
                LISTING.rule("many", 7, "a listing tells of every one of many entries once", ListingRules::many),
                LISTING.rule("level", 0, "a listing tells of one level, with sizes and kinds", ListingRules::level),
                LISTING.rule("neighbours", 6, "names that begin alike do not get into each other's listing",
                        ListingRules::neighbours),
                LISTING.rule("deep", 0, "a deep tree is listed level by level", ListingRules::deep),
                LISTING.rule("deleted", 1, "what was deleted is not listed in any session", ListingRules::deleted),
                LISTING.rule("missing", 3, "a directory that does not exist is NOT_FOUND", ListingRules::missing),
                LISTING.rule("object", 3, "an object is no directory to list", ListingRules::object),
                LISTING.rule("sink", 0, "what the sink throws passes through", ListingRules::sink),
                LISTING.rule("calls-in-sink", 0, "the sink may use the session", ListingRules::callsInSink)
                        .needing(Capability.CONCURRENT));
    }

    private static void empty(Place place) throws Exception {
        place.lists("");
    }

    private static void many(Place place) throws Exception {
        int children = place.scale().children();
        List<Callable<Set<String>>> writers = new ArrayList<>();
        int threads = place.promises(Capability.CONCURRENT) ? place.scale().threads() : 1;
        for (int i = 0; i < threads; i++) {
            int first = i;
            writers.add(() -> write(place, first, threads, children));
        }
        Set<String> written = new TreeSet<>();
        Together.run(writers).forEach(written::addAll);
        Set<String> found = place.names("many");
        Check.same(written.size(), found.size(), "the number of entries");
        Check.that(written.equals(found), "a listing tells other names than were written");
    }

    private static Set<String> write(Place place, int first, int step, int end) throws StorageException {
        Set<String> written = new TreeSet<>();
        for (int i = first; i < end; i += step) {
            place.put("many/o" + i, bytes(i, i % 7));
            written.add("many/o" + i);
        }
        return written;
    }

    private static void level(Place place) throws Exception {
        place.put("top/object", bytes(1, 321));
        place.put("top/dir/below", bytes(1, 5));
        place.put("topmost", bytes(1, 7));
        Map<String, ObjectInfo> entries = new TreeMap<>();
        place.list("top").forEach(info -> entries.put(info.path().value(), info));
        Check.same(Set.of("top/object", "top/dir"), entries.keySet(), "the listing");
        Check.same(321L, entries.get("top/object").size(), "the size of an object");
        Check.same(false, entries.get("top/object").directory(), "whether an object is a directory");
        Check.same(true, entries.get("top/dir").directory(), "whether a directory is one");
        Check.same(0L, entries.get("top/dir").size(), "the size of a directory");
        place.lists("", "top", "topmost");
    }

    private static void neighbours(Place place) throws Exception {
        for (String path : List.of("a/in", "ab/in", "a.b/in", "a-b", "a0", "a!/in", "a b/in")) {
            place.put(path, bytes(1, 1));
        }
        place.lists("a", "a/in");
        place.lists("", "a", "ab", "a.b", "a-b", "a0", "a!", "a b");
        place.delete("a/in");
        place.lists("ab", "ab/in");
    }

    private static void deep(Place place) throws Exception {
        RemotePath path = RemotePath.ROOT;
        for (int i = 0; i < DEPTH; i++) {
            path = path.child("d" + i);
        }
        place.put(path.child("object").value(), bytes(1, 1));
        for (RemotePath below = path.child("object"); !below.equals(RemotePath.ROOT); below = below.parent()) {
            place.lists(below.parent().value(), below.value());
        }
    }

    private static void deleted(Place place) throws Exception {
        place.put("dir/one", bytes(1, 1));
        place.put("dir/two", bytes(1, 1));
        try (var other = place.another()) {
            place.delete("dir/one");
            List<String> told = new ArrayList<>();
            other.list(new RemotePath("dir"), info -> told.add(info.path().value()));
            Check.same(List.of("dir/two"), told, "the listing of another session");
        }
        place.lists("dir", "dir/two");
    }

    private static void missing(Place place) throws Exception {
        place.put("object", bytes(1, 1));
        for (String path : List.of("nowhere", "nowhere/at/all", "object/below", "obj")) {
            Check.fails(Kind.NOT_FOUND, "listing '" + path + "'", () -> place.names(path));
        }
    }

    private static void object(Place place) throws Exception {
        place.put("object", bytes(1, 1));
        Check.fails(Kind.NOT_FOUND, "listing an object", () -> place.names("object"));
    }

    private static void sink(Place place) throws Exception {
        place.put("dir/object", bytes(1, 1));
        var mine = new IllegalStateException("mine");
        try {
            place.session().list(new RemotePath("dir"), info -> {
                throw mine;
            });
        } catch (IllegalStateException e) {
            Check.that(e == mine, "another exception than the sink's: " + e);
            place.lists("dir", "dir/object");
            return;
        }
        throw new AssertionError("what the sink threw was lost");
    }

    private static void callsInSink(Place place) throws Exception {
        for (int i = 0; i < 20; i++) {
            place.put("dir/o" + i, bytes(i, i));
        }
        place.session().list(new RemotePath("dir"), info -> {
            try {
                Check.same(info.size(), (long) place.get(info.path().value()).length, "the size of an entry");
                place.session().delete(info.path());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        for (int i = 0; i < 20; i++) {
            place.lacks("dir/o" + i);
        }
    }
}
