package dev.tandem.tck.rules;

import static dev.tandem.tck.rules.Place.bytes;
import static dev.tandem.tck.rules.Subject.CHANGING;

import dev.tandem.storage.Capability;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.ServerCopy;
import java.util.List;
import java.util.stream.Stream;

/** What {@code delete}, {@code rename} and copies by the storage must hold. */
final class ChangingRules {
    private ChangingRules() { }

    static List<Rule> all() {
        return Stream.of(deletions(), renames(), copies()).flatMap(List::stream).toList();
    }

    private static List<Rule> deletions() {
        return List.of(
                CHANGING.rule("delete", 1, "a deleted object is gone", ChangingRules::delete),
                CHANGING.rule("delete-again", 8, "deleting what is not there does nothing", ChangingRules::deleteAgain),
                CHANGING.rule("delete-below", 0, "nothing below an object is there to delete",
                        ChangingRules::deleteBelow),
                CHANGING.rule("delete-protected", 0, "a protected object can be deleted",
                        ChangingRules::deleteProtected),
                CHANGING.rule("delete-used", 0, "a directory in use is not deleted", ChangingRules::deleteUsed),
                CHANGING.rule("delete-root", 0, "the location itself cannot be deleted", ChangingRules::deleteRoot));
    }

    private static List<Rule> renames() {
        return Stream.of(
                CHANGING.rule("rename", 0, "a renamed object is at its new place only", ChangingRules::rename),
                CHANGING.rule("rename-above", 0, "a rename makes the directories above", ChangingRules::renameAbove),
                CHANGING.rule("rename-replaces", 0, "a rename replaces where it was asked to",
                        ChangingRules::renameReplaces),
                CHANGING.rule("rename-keeps", 3, "a rename that must not replace is EXISTS and keeps both",
                        ChangingRules::renameKeeps),
                CHANGING.rule("rename-missing", 3, "renaming what is not there is NOT_FOUND",
                        ChangingRules::renameMissing),
                CHANGING.rule("rename-itself", 0, "an object renamed to its own name is still there",
                        ChangingRules::renameItself),
                CHANGING.rule("rename-large", 0, "a large object is renamed whole", ChangingRules::renameLarge))
                .map(rule -> rule.needing(Capability.RENAME)).toList();
    }

    private static List<Rule> copies() {
        return List.of(
                CHANGING.rule("rename-unsupported", 3, "a rename that is not promised is UNSUPPORTED",
                        ChangingRules::renameUnsupported),
                CHANGING.rule("copy", 0, "a copy by the storage has the same bytes, replaces, and makes directories",
                        ChangingRules::copy),
                CHANGING.rule("copy-missing", 3, "a copy of what is not there is NOT_FOUND",
                        ChangingRules::copyMissing));
    }

    private static void delete(Place place) throws Exception {
        place.put("dir/object", bytes(1, 10));
        place.put("dir/other", bytes(2, 20));
        place.delete("dir/object");
        place.lacks("dir/object");
        place.lists("dir", "dir/other");
        place.put("dir/object", bytes(3, 30), Place.NEW);
        place.holds("dir/object", bytes(3, 30));
    }

    private static void deleteAgain(Place place) throws Exception {
        place.put("dir/object", bytes(1, 10));
        place.delete("dir/object");
        place.delete("dir/object");
        place.delete("never/was/there");
    }

    private static void deleteBelow(Place place) throws Exception {
        place.put("object", bytes(1, 10));
        place.delete("object/below");
        place.holds("object", bytes(1, 10));
    }

    private static void deleteProtected(Place place) throws Exception {
        place.put("object", bytes(1, 10), WriteOptions.ONCE);
        place.delete("object");
        place.lacks("object");
    }

    private static void deleteUsed(Place place) throws Exception {
        place.put("dir/object", bytes(1, 10));
        Check.fails("deleting a directory in use", () -> place.delete("dir"));
        place.holds("dir/object", bytes(1, 10));
    }

    private static void deleteRoot(Place place) {
        place.assume(place.scale().root(), "only a scratch folder is tried");
        Check.fails(Kind.INVALID, "deleting the location itself", () -> place.session().delete(RemotePath.ROOT));
    }

    private static void rename(Place place) throws Exception {
        for (boolean replace : new boolean[] {false, true}) {
            place.put("dir/from", bytes(1, 1000));
            place.rename("dir/from", "dir/to" + replace, replace);
            place.holds("dir/to" + replace, bytes(1, 1000));
            place.lacks("dir/from");
        }
        place.lists("dir", "dir/tofalse", "dir/totrue");
    }

    private static void renameAbove(Place place) throws Exception {
        place.put("from", bytes(1, 10));
        place.rename("from", "new/dir/to", false);
        place.holds("new/dir/to", bytes(1, 10));
    }

    private static void renameReplaces(Place place) throws Exception {
        place.put("from", bytes(1, 10));
        place.put("to", bytes(2, 20));
        place.rename("from", "to", true);
        place.holds("to", bytes(1, 10));
        place.lacks("from");
    }

    private static void renameKeeps(Place place) throws Exception {
        place.put("from", bytes(1, 10));
        place.put("to", bytes(2, 20));
        Check.fails(Kind.EXISTS, "renaming onto an object", () -> place.rename("from", "to", false));
        place.holds("from", bytes(1, 10));
        place.holds("to", bytes(2, 20));
    }

    private static void renameMissing(Place place) throws Exception {
        place.put("to", bytes(2, 20));
        for (boolean replace : new boolean[] {false, true}) {
            Check.fails(Kind.NOT_FOUND, "renaming what is not there",
                    () -> place.rename("from", "elsewhere", replace));
        }
        Check.fails(Kind.NOT_FOUND, "renaming what is not there", () -> place.rename("from", "to", true));
        place.holds("to", bytes(2, 20));
        place.lacks("elsewhere");
    }

    private static void renameItself(Place place) throws Exception {
        place.put("object", bytes(1, 1000));
        try {
            place.rename("object", "object", true);
        } catch (StorageException e) {
            place.note("refuses to rename an object to its own name: " + e.getMessage());
        }
        place.holds("object", bytes(1, 1000));
    }

    private static void renameLarge(Place place) throws Exception {
        byte[] content = bytes(5, place.scale().large());
        place.put("from", content);
        place.rename("from", "to", false);
        place.holds("to", content);
        place.lacks("from");
    }

    private static void renameUnsupported(Place place) throws Exception {
        place.assumeNot(Capability.RENAME);
        place.put("from", bytes(1, 10));
        Check.fails(Kind.UNSUPPORTED, "a rename", () -> place.rename("from", "to", true));
        place.holds("from", bytes(1, 10));
        place.lacks("to");
        Check.that(!place.promises(Capability.RENAME_DIRECTORIES),
                "RENAME_DIRECTORIES is promised and RENAME is not");
    }

    private static ServerCopy copier(Place place) {
        return place.session().facet(ServerCopy.class).orElseThrow(() -> new Skipped("the storage does not copy"));
    }

    private static void copy(Place place) throws Exception {
        ServerCopy copier = copier(place);
        place.put("from", bytes(1, 1000));
        ObjectInfo copied = copier.copy(new RemotePath("from"), new RemotePath("new/dir/to"));
        Check.same("new/dir/to", copied.path().value(), "the path of the answer");
        Check.same(1000L, copied.size(), "the size of the answer");
        place.put("from", bytes(2, 500));
        place.holds("new/dir/to", bytes(1, 1000));
        copier.copy(new RemotePath("from"), new RemotePath("new/dir/to"));
        place.holds("new/dir/to", bytes(2, 500));
        place.holds("from", bytes(2, 500));
    }

    private static void copyMissing(Place place) throws Exception {
        ServerCopy copier = copier(place);
        place.put("to", bytes(1, 10));
        Check.fails(Kind.NOT_FOUND, "copying what is not there",
                () -> copier.copy(new RemotePath("from"), new RemotePath("to")));
        place.holds("to", bytes(1, 10));
    }
}
