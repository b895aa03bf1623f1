package dev.tandem.tck.rules;

import static dev.tandem.tck.rules.Place.bytes;
import static dev.tandem.tck.rules.Subject.READING;

import dev.tandem.storage.Capability;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What {@code read} and {@code stat} must hold. */
final class ReadingRules {
    private static final int EARLY_ENDS = 40;

    private ReadingRules() { }

    static List<Rule> all() {
        return List.of(
                READING.rule("at-once", 1, "an object is found as soon as its write has returned",
                        ReadingRules::atOnce),
                READING.rule("other-session", 1, "another session finds an object as soon as its write has returned",
                        ReadingRules::otherSession),
                READING.rule("overwritten", 1, "an overwritten object is read as the new one",
                        ReadingRules::overwritten),
                READING.rule("range", 0, "a range yields exactly its bytes", ReadingRules::range),
                READING.rule("to-the-end", 0, "a length of -1 reads to the end", ReadingRules::toTheEnd),
                READING.rule("past-the-end", 0, "a range that ends beyond the end yields what there is",
                        ReadingRules::pastTheEnd),
                READING.rule("beyond-the-end", 0, "a range that starts beyond the end is INVALID",
                        ReadingRules::beyondTheEnd),
                READING.rule("negative", 0, "a negative offset is INVALID", ReadingRules::negative),
                READING.rule("stream", 0, "every way to read a stream yields the same bytes", ReadingRules::stream),
                READING.rule("two-streams", 0, "two streams that are read in turns do not disturb each other",
                        ReadingRules::twoStreams).needing(Capability.CONCURRENT),
                READING.rule("early-end", 10, "streams that are closed before their end leave the session usable",
                        ReadingRules::earlyEnd),
                READING.rule("missing", 3, "reading what is not there is NOT_FOUND", ReadingRules::missing),
                READING.rule("no-stat", 3, "what is not there has no stat", ReadingRules::noStat),
                READING.rule("directory", 3, "a directory has no content to read", ReadingRules::directory),
                READING.rule("root", 0, "the location itself is a directory", ReadingRules::root),
                READING.rule("message", 3, "the message of a failure names the object", ReadingRules::message));
    }

    private static void atOnce(Place place) throws Exception {
        for (int size : new int[] {0, 1, 8191, 8192, 8193, 300_000}) {
            byte[] content = bytes(size, size);
            place.put("dir/object" + size, content);
            place.holds("dir/object" + size, content);
        }
    }

    private static void otherSession(Place place) throws Exception {
        try (var other = place.another()) {
            place.put("object", bytes(1, 1000));
            try (InputStream in = other.read(new RemotePath("object"), 0, -1)) {
                Check.bytes(bytes(1, 1000), in.readAllBytes(), "the content in another session");
            }
            Check.same(1000L, other.stat(new RemotePath("object")).map(ObjectInfo::size).orElse(-1L),
                    "the size in another session");
        }
    }

    private static void overwritten(Place place) throws Exception {
        place.put("object", bytes(1, 5000));
        place.put("object", bytes(2, 100));
        place.holds("object", bytes(2, 100));
        place.put("object", bytes(3, 100));
        place.holds("object", bytes(3, 100));
    }

    private static void range(Place place) throws Exception {
        byte[] content = bytes(7, 20_000);
        int end = content.length;
        place.put("object", content);
        int[][] ranges = {{0, 10}, {1, 10}, {2, 1}, {5, 0}, {8190, 5}, {end - 5, 5}, {end - 1, 1}, {0, end}, {end, 0}};
        for (int[] range : ranges) {
            Check.bytes(Arrays.copyOfRange(content, range[0], range[0] + range[1]),
                    place.range("object", range[0], range[1]), "the range " + Arrays.toString(range));
        }
    }

    private static void toTheEnd(Place place) throws Exception {
        byte[] content = bytes(8, 20_000);
        place.put("object", content);
        for (int offset : new int[] {0, 1, 19_999, 20_000}) {
            Check.bytes(Arrays.copyOfRange(content, offset, content.length), place.range("object", offset, -1),
                    "the bytes from " + offset + " on");
        }
    }

    private static void pastTheEnd(Place place) throws Exception {
        byte[] content = bytes(9, 1000);
        place.put("object", content);
        Check.bytes(Arrays.copyOfRange(content, 995, 1000), place.range("object", 995, 6), "one byte too many");
        Check.bytes(content, place.range("object", 0, Long.MAX_VALUE), "all and more");
        Check.bytes(Arrays.copyOfRange(content, 1, 1000), place.range("object", 1, Long.MAX_VALUE), "the rest and more");
        Check.bytes(new byte[0], place.range("object", 1000, 1), "a byte at the end");
    }

    private static void beyondTheEnd(Place place) throws Exception {
        place.put("object", bytes(10, 1000));
        place.put("empty", new byte[0]);
        Check.fails(Kind.INVALID, "reading from 1001 of 1000 on", () -> place.range("object", 1001, -1));
        Check.fails(Kind.INVALID, "reading one byte at 1001 of 1000", () -> place.range("object", 1001, 1));
        Check.fails(Kind.INVALID, "reading very far beyond", () -> place.range("object", Long.MAX_VALUE, 1));
        Check.fails(Kind.INVALID, "reading behind an empty object", () -> place.range("empty", 1, -1));
    }

    private static void negative(Place place) throws Exception {
        place.put("object", bytes(10, 10));
        Check.fails(Kind.INVALID, "reading from -1 on", () -> place.range("object", -1, 1));
    }

    private static void stream(Place place) throws Exception {
        byte[] content = bytes(11, 150_000);
        place.put("object", content);
        try (InputStream in = place.session().read(new RemotePath("object"), 10, 140_000)) {
            var read = new ByteArrayOutputStream();
            read.write(in.read());
            read.write(in.readNBytes(70_000));
            byte[] part = new byte[30_000];
            Check.same(part.length, in.readNBytes(part, 0, part.length), "the bytes read into an array");
            read.write(part);
            in.skipNBytes(9_999);
            read.write(content, 100_011, 9_999);
            in.transferTo(read);
            Check.same(-1, in.read(), "a byte behind the end");
            Check.same(0, in.readNBytes(10).length, "bytes behind the end");
            Check.bytes(Arrays.copyOfRange(content, 10, 140_010), read.toByteArray(), "the bytes of the stream");
        }
    }

    private static void twoStreams(Place place) throws Exception {
        place.put("one", bytes(1, 200_000));
        place.put("two", bytes(2, 200_000));
        var one = new ByteArrayOutputStream();
        var two = new ByteArrayOutputStream();
        try (InputStream left = place.session().read(new RemotePath("one"), 0, -1);
                InputStream right = place.session().read(new RemotePath("two"), 0, -1)) {
            for (int i = 0; i < 20; i++) {
                one.write(left.readNBytes(10_000));
                two.write(right.readNBytes(10_000));
                Check.that(place.session().stat(new RemotePath("one")).isPresent(), "a stat between two reads");
            }
        }
        Check.bytes(bytes(1, 200_000), one.toByteArray(), "the first stream");
        Check.bytes(bytes(2, 200_000), two.toByteArray(), "the second stream");
    }

    private static void earlyEnd(Place place) throws Exception {
        byte[] content = bytes(12, 1_000_000);
        place.put("object", content);
        for (int i = 0; i < EARLY_ENDS; i++) {
            InputStream in = place.session().read(new RemotePath("object"), i, -1);
            if (i % 3 != 0) {
                Check.same(content[i] & 0xff, in.read(), "the first byte");
            }
            in.close();
            in.close();
        }
        place.holds("object", content);
    }

    private static void missing(Place place) throws Exception {
        place.put("object", bytes(1, 1));
        Check.fails(Kind.NOT_FOUND, "reading what is not there", () -> place.range("other", 0, -1));
        Check.fails(Kind.NOT_FOUND, "reading below no directory", () -> place.range("no/such/directory/object", 5, 5));
    }

    private static void noStat(Place place) throws Exception {
        place.put("dir/object", bytes(1, 1));
        place.lacks("dir/other");
        place.lacks("dir/objec");
        place.lacks("no/such/directory/object");
        place.lacks("dir/object/below");
    }

    private static void directory(Place place) throws Exception {
        place.put("dir/object", bytes(1, 1));
        Check.fails(Set.of(Kind.INVALID, Kind.NOT_FOUND, Kind.DENIED), "reading a directory", () -> place.get("dir"));
        Check.that(place.stat("dir").directory(), "'dir' should be a directory");
    }

    private static void root(Place place) throws Exception {
        Check.that(place.stat("").directory(), "the location should be a directory");
        place.put("object", bytes(1, 1));
        Check.that(place.stat("").directory(), "the location should be a directory");
    }

    private static void message(Place place) {
        StorageException failure = Check.fails("reading what is not there", () -> place.get("some/object-42"));
        Check.that(String.valueOf(failure.getMessage()).contains("object-42"),
                "a message that names no object: " + failure.getMessage());
    }
}
