package dev.tandem.tck;

import static dev.tandem.tck.StorageFixture.assertFails;
import static dev.tandem.tck.StorageFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules 1 and 3 as far as {@code delete} and {@code rename} go. */
interface ChangingRules extends StorageFixture {
    @Test
    default void rule1ADeletedObjectIsGone() throws Exception {
        put("dir/object", bytes(1, 10));
        put("dir/other", bytes(2, 20));
        session().delete(new RemotePath("dir/object"));
        assertAbsent("dir/object");
        assertEquals(Set.of("dir/other"), names("dir"));
    }

    @Test
    default void deletingWhatIsNotThereDoesNothing() throws Exception {
        put("dir/object", bytes(1, 10));
        session().delete(new RemotePath("dir/object"));
        session().delete(new RemotePath("dir/object"));
        session().delete(new RemotePath("never/was/there"));
    }

    @Test
    default void nothingBelowAnObjectIsThereToDelete() throws Exception {
        put("object", bytes(1, 10));
        session().delete(new RemotePath("object/below"));
        assertHolds("object", bytes(1, 10));
    }

    @Test
    default void aProtectedObjectCanBeDeleted() throws Exception {
        session().write(new RemotePath("object"), Content.of(bytes(1, 10)), WriteOptions.ONCE);
        session().delete(new RemotePath("object"));
        assertAbsent("object");
    }

    @Test
    default void anEmptyDirectoryCanBeDeleted() throws Exception {
        assumePromised(Capability.DIRECTORIES);
        put("dir/object", bytes(1, 10));
        session().delete(new RemotePath("dir/object"));
        assertEquals(Set.of(), names("dir"));
        session().delete(new RemotePath("dir"));
        assertEquals(Set.of(), names(""));
        assertFails(Kind.NOT_FOUND, () -> names("dir"));
    }

    @Test
    default void aDirectoryInUseIsNotDeleted() throws Exception {
        put("dir/object", bytes(1, 10));
        assertThrows(StorageException.class, () -> session().delete(new RemotePath("dir")));
        assertHolds("dir/object", bytes(1, 10));
    }

    @Test
    default void theLocationItselfCannotBeDeleted() {
        assertFails(Kind.INVALID, () -> session().delete(RemotePath.ROOT));
    }

    @Test
    default void aRenamedObjectIsAtItsNewPlaceOnly() throws Exception {
        for (boolean replace : new boolean[] {false, true}) {
            put("dir/from", bytes(1, 1000));
            session().rename(new RemotePath("dir/from"), new RemotePath("dir/to" + replace), replace);
            assertHolds("dir/to" + replace, bytes(1, 1000));
            assertAbsent("dir/from");
        }
        assertEquals(Set.of("dir/tofalse", "dir/totrue"), names("dir"));
    }

    @Test
    default void aRenameMakesTheDirectoriesAbove() throws Exception {
        put("from", bytes(1, 10));
        session().rename(new RemotePath("from"), new RemotePath("new/dir/to"), false);
        assertHolds("new/dir/to", bytes(1, 10));
    }

    @Test
    default void aRenameReplacesWhereItWasAskedTo() throws Exception {
        put("from", bytes(1, 10));
        put("to", bytes(2, 20));
        session().rename(new RemotePath("from"), new RemotePath("to"), true);
        assertHolds("to", bytes(1, 10));
        assertAbsent("from");
    }

    @Test
    default void aRenameThatMustNotReplaceKeepsBoth() throws Exception {
        put("from", bytes(1, 10));
        put("to", bytes(2, 20));
        assertFails(Kind.EXISTS,
                () -> session().rename(new RemotePath("from"), new RemotePath("to"), false));
        assertHolds("from", bytes(1, 10));
        assertHolds("to", bytes(2, 20));
    }

    @Test
    default void rule3RenamingWhatIsNotThereIsNotFound() throws Exception {
        put("to", bytes(2, 20));
        for (boolean replace : new boolean[] {false, true}) {
            assertFails(Kind.NOT_FOUND,
                    () -> session().rename(new RemotePath("from"), new RemotePath("elsewhere"), replace));
        }
        assertFails(Kind.NOT_FOUND, () -> session().rename(new RemotePath("from"), new RemotePath("to"), true));
        assertHolds("to", bytes(2, 20));
    }
}
