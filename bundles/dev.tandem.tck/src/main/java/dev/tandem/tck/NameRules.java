package dev.tandem.tck;

import static dev.tandem.tck.StorageFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.storage.Capability;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A name is kept exactly as it is, or refused as {@code INVALID}; never changed, never confused with another. */
interface NameRules extends StorageFixture {
    /** Returns names that have broken storages before. */
    static List<String> hostileNames() {
        return List.of(
                " leading", "trailing ", "two  spaces", "trailing.", "...", ".hidden", "-dash", "--help", "~", "~user",
                "per%cent", "%2F", "%00", "a+b", "a&b=c?d", "#hash", "q'uote", "q\"uote", "`tick`", "$HOME", "${x}",
                "back\\slash", "..\\up", "col:on", "C:", "pi|pe", "st*r", "<angle>", "semi;colon", "com,ma",
                "new\nline", "tab\t", "\u0001", "\u007f", "\u00fcml\u00e4ut", "u\u0308decomposed", "\u65e5\u672c\u8a9e",
                "\ud83d\ude00", "\u202egnp.exe", "CON", "nul.txt", "aux", "x".repeat(200), "@", "[b]", "{c}", "a^b");
    }

    @TestFactory
    default List<DynamicTest> aHostileNameIsKeptExactlyOrRefused() {
        return hostileNames().stream().map(name -> DynamicTest.dynamicTest(
                "'" + name.replaceAll("\\p{Cntrl}", "?") + "'", () -> keepOrRefuse(name))).toList();
    }

    private void keepOrRefuse(String name) throws Exception {
        String directory = "names-" + Integer.toHexString(name.hashCode());
        String path = directory + "/" + name;
        try {
            put(path, bytes(name.hashCode(), 50));
        } catch (StorageException e) {
            assertEquals(Kind.INVALID, e.kind(), e::getMessage);
            return;
        }
        assertHolds(path, bytes(name.hashCode(), 50));
        assertEquals(Set.of(path), names(directory));
        put(path + "2", bytes(2, 2));
        session().rename(new RemotePath(path), new RemotePath(directory + "/plain"), false);
        session().rename(new RemotePath(directory + "/plain"), new RemotePath(path), false);
        assertHolds(path, bytes(name.hashCode(), 50));
        session().delete(new RemotePath(path));
        assertAbsent(path);
        assertEquals(Set.of(path + "2"), names(directory));
    }

    @Test
    default void aHostileNameCanBeADirectory() throws Exception {
        put("sp ace/per%cent/o", bytes(1, 1));
        assertHolds("sp ace/per%cent/o", bytes(1, 1));
        assertEquals(Set.of("sp ace/per%cent"), names("sp ace"));
    }

    @Test
    default void namesThatDifferInCaseOnlyAreTwoWherePromised() throws Exception {
        assumePromised(Capability.CASE_SENSITIVE);
        put("Name", bytes(1, 1));
        put("nAME", bytes(2, 2));
        assertHolds("Name", bytes(1, 1));
        assertHolds("nAME", bytes(2, 2));
        assertEquals(Set.of("Name", "nAME"), names(""));
    }
}
