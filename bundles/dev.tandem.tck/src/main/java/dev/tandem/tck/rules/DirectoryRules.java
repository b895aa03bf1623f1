package dev.tandem.tck.rules;

import static dev.tandem.tck.rules.Place.bytes;
import static dev.tandem.tck.rules.Subject.DIRECTORIES;

import dev.tandem.storage.Capability;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException.Kind;
import java.util.List;

/** What directories must hold, where there are any. */
final class DirectoryRules {
    private DirectoryRules() { }

    static List<Rule> all() {
        return List.of(
                DIRECTORIES.rule("make", 1, "a directory is made with those above it, and is empty",
                        DirectoryRules::make).needing(Capability.DIRECTORIES),
                DIRECTORIES.rule("make-again", 8, "making a directory that is there does nothing",
                        DirectoryRules::makeAgain).needing(Capability.DIRECTORIES),
                DIRECTORIES.rule("make-on-object", 3, "a directory in place of an object is EXISTS",
                        DirectoryRules::makeOnObject).needing(Capability.DIRECTORIES),
                DIRECTORIES.rule("delete", 1, "an empty directory can be deleted", DirectoryRules::delete)
                        .needing(Capability.DIRECTORIES),
                DIRECTORIES.rule("stay", 0, "a directory stays when the last object in it is deleted",
                        DirectoryRules::stay).needing(Capability.DIRECTORIES),
                DIRECTORIES.rule("unsupported", 3, "making a directory that is not promised is UNSUPPORTED",
                        DirectoryRules::unsupported),
                DIRECTORIES.rule("implied", 0, "without directories, one is there as long as something is below it",
                        DirectoryRules::implied),
                DIRECTORIES.rule("rename", 0, "a directory is renamed with all that is in it", DirectoryRules::rename)
                        .needing(Capability.RENAME_DIRECTORIES),
                DIRECTORIES.rule("rename-onto", 3, "a directory is renamed onto nothing only", DirectoryRules::renameOnto)
                        .needing(Capability.RENAME_DIRECTORIES),
                DIRECTORIES.rule("rename-refused", 3, "a rename of directories that is not promised changes nothing",
                        DirectoryRules::renameRefused).needing(Capability.RENAME));
    }

    private static void make(Place place) throws Exception {
        place.session().makeDirectory(new RemotePath("a/b/c"));
        Check.that(place.stat("a/b/c").directory(), "'a/b/c' should be a directory");
        place.lists("", "a");
        place.lists("a/b", "a/b/c");
        place.lists("a/b/c");
        place.put("a/b/c/object", bytes(1, 10));
        place.lists("a/b/c", "a/b/c/object");
    }

    private static void makeAgain(Place place) throws Exception {
        place.put("dir/object", bytes(1, 10));
        place.session().makeDirectory(new RemotePath("dir"));
        place.session().makeDirectory(new RemotePath("dir/below"));
        place.session().makeDirectory(new RemotePath("dir/below"));
        place.lists("dir", "dir/object", "dir/below");
        place.holds("dir/object", bytes(1, 10));
    }

    private static void makeOnObject(Place place) throws Exception {
        place.put("object", bytes(1, 10));
        Check.fails(Kind.EXISTS, "making a directory in place of an object",
                () -> place.session().makeDirectory(new RemotePath("object")));
        place.holds("object", bytes(1, 10));
    }

    private static void delete(Place place) throws Exception {
        place.put("dir/object", bytes(1, 10));
        place.delete("dir/object");
        place.lists("dir");
        place.delete("dir");
        place.lists("");
        Check.fails(Kind.NOT_FOUND, "listing a deleted directory", () -> place.names("dir"));
        place.delete("dir");
    }

    private static void stay(Place place) throws Exception {
        place.put("dir/below/object", bytes(1, 10));
        place.delete("dir/below/object");
        place.lists("dir", "dir/below");
        Check.that(place.stat("dir/below").directory(), "an empty directory should be there");
    }

    private static void unsupported(Place place) throws Exception {
        place.assumeNot(Capability.DIRECTORIES);
        Check.fails(Kind.UNSUPPORTED, "making a directory",
                () -> place.session().makeDirectory(new RemotePath("dir")));
        place.lists("");
    }

    private static void implied(Place place) throws Exception {
        place.assumeNot(Capability.DIRECTORIES);
        place.put("dir/below/object", bytes(1, 10));
        place.lists("dir", "dir/below");
        place.delete("dir/below/object");
        Check.that(place.session().stat(new RemotePath("dir/below")).isEmpty(),
                "a directory stays without what was in it; DIRECTORIES could be promised");
        Check.fails(Kind.NOT_FOUND, "listing a directory that is gone", () -> place.names("dir/below"));
        place.lists("");
    }

    private static void rename(Place place) throws Exception {
        place.put("from/object", bytes(1, 10));
        place.put("from/below/object", bytes(2, 20));
        place.put("fromage", bytes(3, 30));
        place.rename("from", "new/to", false);
        place.holds("new/to/object", bytes(1, 10));
        place.holds("new/to/below/object", bytes(2, 20));
        place.lacks("from/object");
        place.lists("", "fromage", "new");
    }

    private static void renameOnto(Place place) throws Exception {
        place.put("from/object", bytes(1, 10));
        place.put("to/other", bytes(2, 20));
        place.put("object", bytes(3, 30));
        for (String target : List.of("to", "object")) {
            Check.fails("renaming a directory onto something", () -> place.rename("from", target, false));
            place.holds("from/object", bytes(1, 10));
        }
        place.holds("to/other", bytes(2, 20));
        place.holds("object", bytes(3, 30));
        Check.fails("renaming a directory into itself", () -> place.rename("from", "from/below", false));
        place.holds("from/object", bytes(1, 10));
    }

    private static void renameRefused(Place place) throws Exception {
        place.assumeNot(Capability.RENAME_DIRECTORIES);
        place.put("from/object", bytes(1, 10));
        Check.fails("renaming a directory", () -> place.rename("from", "to", false));
        place.holds("from/object", bytes(1, 10));
        place.lacks("to/object");
    }
}
