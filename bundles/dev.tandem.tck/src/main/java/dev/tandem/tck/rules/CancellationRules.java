package dev.tandem.tck.rules;

import static dev.tandem.tck.rules.Place.bytes;
import static dev.tandem.tck.rules.Subject.CANCELLATION;

import dev.tandem.storage.Capability;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** An interrupted thread ends its call with {@code FAILED}, stays interrupted, and leaves everything as it was. */
final class CancellationRules {
    private CancellationRules() { }

    static List<Rule> all() {
        return List.of(
                CANCELLATION.rule("list", 4, "an interrupted thread ends its listing", CancellationRules::list),
                CANCELLATION.rule("stat", 4, "an interrupted thread ends its stat", CancellationRules::stat),
                CANCELLATION.rule("read", 4, "an interrupted thread ends its read", CancellationRules::read),
                CANCELLATION.rule("stream", 4, "a stream read by an interrupted thread fails or yields the right bytes",
                        CancellationRules::stream),
                CANCELLATION.rule("write", 4, "an interrupted thread ends its write", CancellationRules::write),
                CANCELLATION.rule("in-write", 4, "a writer that is interrupted in the middle leaves nothing",
                        CancellationRules::inWrite),
                CANCELLATION.rule("in-overwrite", 4, "a writer that is interrupted in the middle keeps the old object",
                        CancellationRules::inOverwrite),
                CANCELLATION.rule("delete", 4, "an interrupted thread ends its deletion", CancellationRules::delete),
                CANCELLATION.rule("rename", 4, "an interrupted thread ends its rename", CancellationRules::rename)
                        .needing(Capability.RENAME),
                CANCELLATION.rule("make", 4, "an interrupted thread makes no directory", CancellationRules::make)
                        .needing(Capability.DIRECTORIES));
    }

    private static void list(Place place) throws Exception {
        place.put("dir/object", bytes(1, 10));
        Interrupted.fails("listing", () -> place.names("dir"));
        place.lists("dir", "dir/object");
    }

    private static void stat(Place place) throws Exception {
        place.put("object", bytes(1, 10));
        Interrupted.fails("a stat", () -> place.session().stat(new RemotePath("object")));
        place.holds("object", bytes(1, 10));
    }

    private static void read(Place place) throws Exception {
        place.put("object", bytes(1, 10));
        Interrupted.fails("reading", () -> place.get("object"));
        place.holds("object", bytes(1, 10));
    }

    private static void stream(Place place) throws Exception {
        byte[] content = bytes(1, 2_000_000);
        place.put("object", content);
        Interrupted.run(() -> {
            Thread.interrupted();
            try (InputStream in = place.session().read(new RemotePath("object"), 0, -1)) {
                byte[] first = in.readNBytes(1000);
                Thread.currentThread().interrupt();
                byte[] rest = in.readAllBytes();
                Check.bytes(Arrays.copyOf(content, 1000), first, "the bytes before the interruption");
                Check.bytes(Arrays.copyOfRange(content, 1000, content.length), rest, "the bytes behind it");
            } catch (StorageException e) {
                Check.that(e.kind() == Kind.FAILED, "an interrupted stream is " + e.kind() + ": " + e.getMessage());
            }
        });
        place.holds("object", content);
    }

    private static void write(Place place) throws Exception {
        Interrupted.fails("writing", () -> place.put("object", bytes(1, 10)));
        place.lacks("object");
        place.lists("");
    }

    private static Source interrupting() {
        return Source.breaking(bytes(2, 4_000_000), () -> Thread.currentThread().interrupt());
    }

    private static void inWrite(Place place) throws Exception {
        Interrupted.fails("writing", () -> {
            Thread.interrupted();
            place.session().write(new RemotePath("object"), interrupting(), WriteOptions.OVERWRITE);
        });
        place.lacks("object");
        place.lists("");
        place.put("object", bytes(3, 30));
        place.holds("object", bytes(3, 30));
    }

    private static void inOverwrite(Place place) throws Exception {
        place.put("object", bytes(1, 1000));
        Interrupted.fails("writing", () -> {
            Thread.interrupted();
            place.session().write(new RemotePath("object"), interrupting(), WriteOptions.OVERWRITE);
        });
        place.holds("object", bytes(1, 1000));
        place.lists("", "object");
    }

    private static void delete(Place place) throws Exception {
        place.put("object", bytes(1, 10));
        Interrupted.fails("deleting", () -> place.delete("object"));
        place.holds("object", bytes(1, 10));
    }

    private static void rename(Place place) throws Exception {
        place.put("object", bytes(1, 10));
        Interrupted.fails("renaming", () -> place.rename("object", "other", false));
        place.holds("object", bytes(1, 10));
        place.lacks("other");
    }

    private static void make(Place place) throws Exception {
        Interrupted.fails("making a directory", () -> place.session().makeDirectory(new RemotePath("dir")));
        place.lists("");
    }
}
