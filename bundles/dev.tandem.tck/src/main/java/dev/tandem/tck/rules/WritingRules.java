package dev.tandem.tck.rules;

import static dev.tandem.tck.rules.Place.bytes;
import static dev.tandem.tck.rules.Subject.WRITING;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** What {@code write} must hold. */
final class WritingRules {
    private static final int SEVERAL_BUFFERS = 400_000;

    private WritingRules() { }

    static List<Rule> all() {
        return List.of(
                WRITING.rule("answer", 0, "a write tells what it wrote", WritingRules::answer),
                WRITING.rule("above", 0, "a write makes the directories above", WritingRules::above),
                WRITING.rule("options", 0, "every combination of options writes the same bytes", WritingRules::options),
                WRITING.rule("part", 0, "part of an array is written as that part", WritingRules::part),
                WRITING.rule("large", 9, "a large object comes back whole and in ranges", WritingRules::large),
                WRITING.rule("protected", 0, "a protected object can be overwritten", WritingRules::overProtected),
                WRITING.rule("broken-new", 2, "a writer that fails in the middle leaves nothing",
                        WritingRules::brokenNew),
                WRITING.rule("broken-large", 2, "a writer that fails in the middle of a large object leaves nothing",
                        WritingRules::brokenLarge),
                WRITING.rule("broken-old", 2, "a writer that fails in the middle keeps the old object",
                        WritingRules::brokenOld),
                WRITING.rule("unchecked", 2, "an unchecked exception of the content leaves nothing",
                        WritingRules::unchecked),
                WRITING.rule("wrong-length", 2, "content of another length than it claims is FAILED and not written",
                        WritingRules::wrongLength),
                WRITING.rule("unfinished", 2, "an unfinished write is not seen", WritingRules::unfinished)
                        .needing(Capability.ATOMIC_WRITE),
                WRITING.rule("unlisted", 0, "what a write needs for itself is not listed", WritingRules::unlisted),
                WRITING.rule("again", 8, "a write without a condition can be repeated", WritingRules::again),
                WRITING.rule("closed", 10, "a write closes the content it read, also when it fails",
                        WritingRules::closed),
                WRITING.rule("root", 0, "the location itself cannot be written", WritingRules::root));
    }

    private static void answer(Place place) throws Exception {
        ObjectInfo info = place.put("dir/object", bytes(1, 1234));
        Check.same(new RemotePath("dir/object"), info.path(), "the path of the answer");
        Check.same(1234L, info.size(), "the size of the answer");
        Check.same(false, info.directory(), "whether the answer is a directory");
    }

    private static void above(Place place) throws Exception {
        place.put("a/b/c/d/object", bytes(1, 10));
        place.holds("a/b/c/d/object", bytes(1, 10));
        Check.that(place.stat("a/b/c").directory(), "'a/b/c' should be a directory");
    }

    private static void options(Place place) throws Exception {
        for (int bits = 0; bits < 8; bits++) {
            var options = new WriteOptions((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
            place.put("o" + bits, bytes(bits, 9000), options);
            place.holds("o" + bits, bytes(bits, 9000));
        }
    }

    private static void part(Place place) throws Exception {
        byte[] whole = bytes(3, 1000);
        place.session().write(new RemotePath("part"), Content.of(whole, 100, 50), WriteOptions.OVERWRITE);
        place.holds("part", Arrays.copyOfRange(whole, 100, 150));
    }

    private static void large(Place place) throws Exception {
        byte[] content = bytes(4, place.scale().large());
        for (WriteOptions options : List.of(Place.NEW, WriteOptions.OVERWRITE)) {
            place.put("large", content, options);
            try (InputStream in = place.session().read(new RemotePath("large"), 0, -1)) {
                byte[] half = in.readNBytes(content.length / 2);
                Check.bytes(Arrays.copyOf(content, half.length), half, "the first half");
                Check.bytes(Arrays.copyOfRange(content, half.length, content.length), in.readAllBytes(), "the rest");
            }
        }
        for (int at = 0; at + 10 < content.length; at += 1 << 20) {
            int from = Math.max(0, at - 5);
            Check.bytes(Arrays.copyOfRange(content, from, from + 10), place.range("large", from, 10), "bytes at " + at);
        }
        Check.same((long) content.length, place.stat("large").size(), "the size");
    }

    private static void overProtected(Place place) throws Exception {
        place.put("o", bytes(1, 10), WriteOptions.ONCE);
        place.put("o", bytes(2, 20));
        place.holds("o", bytes(2, 20));
    }

    private static Source breakingAt(byte[] content) {
        return Source.breaking(content, () -> {
            throw new IOException("source broke");
        });
    }

    private static void brokenNew(Place place) throws Exception {
        for (boolean ifAbsent : new boolean[] {false, true}) {
            Check.fails(Kind.FAILED, "writing content that breaks", () -> place.session().write(
                    new RemotePath("dir/object"), breakingAt(bytes(1, SEVERAL_BUFFERS)),
                    new WriteOptions(ifAbsent, true, true)));
            place.lacks("dir/object");
        }
        place.put("dir/other", bytes(1, 1));
        place.lists("dir", "dir/other");
    }

    private static void brokenLarge(Place place) throws Exception {
        Source source = breakingAt(bytes(1, place.scale().large()));
        Check.fails(Kind.FAILED, "writing content that breaks", () -> place.session().write(
                new RemotePath("dir/object"), source, WriteOptions.OVERWRITE));
        place.lacks("dir/object");
        place.put("dir/other", bytes(1, 1));
        place.lists("dir", "dir/other");
    }

    private static void brokenOld(Place place) throws Exception {
        place.put("dir/object", bytes(1, 1000));
        Check.fails(Kind.FAILED, "writing content that breaks", () -> place.session().write(
                new RemotePath("dir/object"), breakingAt(bytes(2, SEVERAL_BUFFERS)), WriteOptions.OVERWRITE));
        place.holds("dir/object", bytes(1, 1000));
        place.lists("dir", "dir/object");
    }

    private static void unchecked(Place place) throws Exception {
        Source failing = Source.breaking(bytes(2, SEVERAL_BUFFERS), () -> {
            throw new UncheckedIOException(new IOException("source broke"));
        });
        boolean returned = true;
        try {
            place.session().write(new RemotePath("object"), failing, WriteOptions.OVERWRITE);
        } catch (StorageException | RuntimeException e) {
            returned = false;
        }
        Check.that(!returned, "a write of content that breaks returned");
        place.lacks("object");
        place.lists("");
    }

    private static void wrongLength(Place place) throws Exception {
        for (long claimed : new long[] {0, 99, 101, 100_000}) {
            Check.fails(Kind.FAILED, "writing 100 bytes that claim to be " + claimed, () -> place.session().write(
                    new RemotePath("object"), Source.claiming(claimed, bytes(1, 100)), WriteOptions.OVERWRITE));
            place.lacks("object");
        }
        place.lists("");
    }

    private static void unfinished(Place place) throws Exception {
        place.put("dir/first", bytes(1, 1));
        try (StorageSession other = place.another()) {
            Source watching = Source.breaking(bytes(2, SEVERAL_BUFFERS), () -> {
                other.list(new RemotePath("dir"), info ->
                        Check.same("dir/first", info.path().value(), "an entry during a write"));
                Check.that(other.stat(new RemotePath("dir/object")).isEmpty(), "an unfinished object has a stat");
            });
            place.session().write(new RemotePath("dir/object"), watching, WriteOptions.OVERWRITE);
        }
        place.holds("dir/object", bytes(2, SEVERAL_BUFFERS));
    }

    private static void unlisted(Place place) throws Exception {
        place.put("first", bytes(1, 1));
        try (StorageSession other = place.another()) {
            Source watching = Source.breaking(bytes(2, SEVERAL_BUFFERS), () -> other.list(RemotePath.ROOT, info ->
                    Check.that(info.path().value().equals("first") || info.path().value().equals("object"),
                            "'" + info.path() + "' is listed during a write")));
            place.session().write(new RemotePath("object"), watching, WriteOptions.OVERWRITE);
        }
        place.lists("", "first", "object");
    }

    private static void again(Place place) throws Exception {
        for (int i = 0; i < 3; i++) {
            place.put("object", bytes(1, 1000));
            place.holds("object", bytes(1, 1000));
        }
        place.lists("", "object");
    }

    private static void closed(Place place) throws Exception {
        Source whole = Source.of(bytes(1, SEVERAL_BUFFERS));
        place.session().write(new RemotePath("object"), whole, WriteOptions.OVERWRITE);
        Check.same(0, whole.unclosed(), "streams of content left open by a write");
        Source broken = breakingAt(bytes(1, SEVERAL_BUFFERS));
        Check.fails("writing content that breaks",
                () -> place.session().write(new RemotePath("other"), broken, WriteOptions.OVERWRITE));
        Check.same(0, broken.unclosed(), "streams of content left open by a write that failed");
    }

    private static void root(Place place) {
        place.assume(place.scale().root(), "only a scratch folder is tried");
        Check.fails(Kind.INVALID, "writing to the location itself", () -> place.put("", bytes(1, 1)));
    }
}
