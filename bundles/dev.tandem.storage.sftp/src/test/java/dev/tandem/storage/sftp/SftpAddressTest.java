package dev.tandem.storage.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SftpAddressTest {
    private static SftpAddress read(String text) throws StorageException {
        return SftpAddress.of(Location.parse(text));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "sftp://ada@nas:2222/srv/backup,      ada,    nas,    2222, /srv/backup",
            "sftp://ada@nas:2222//srv/backup,     ada,    nas,    2222, /srv/backup",
            "sftp://nas/srv/backup/,              -,      nas,    -1,   /srv/backup",
            "sftp://nas/,                         -,      nas,    -1,   /",
            "sftp://nas//,                        -,      nas,    -1,   /",
            "sftp://nas,                          -,      nas,    -1,   ''",
            "sftp://nas/~/photos,                 -,      nas,    -1,   photos",
            "sftp://nas/~,                        -,      nas,    -1,   ''",
            "sftp://ada@[::1]:22/srv/a%20b,       ada,    ::1,    22,   /srv/a b",
            "sftp:ada@nas:/srv/backup,            ada,    nas,    -1,   /srv/backup",
            "sftp:ada@nas:backup/photos,          ada,    nas,    -1,   backup/photos",
            "sftp:nas:backup/,                    -,      nas,    -1,   backup",
            "sftp:nas:~/backup,                   -,      nas,    -1,   backup",
            "sftp:ada@lovelace.org@nas:/srv,      ada@lovelace.org, nas, -1, /srv",
            "sftp:ada@[fe80::1]:/srv,             ada,    fe80::1, -1,  /srv",
            "sftp:nas:/srv/what?not=this%20path,  -,      nas,    -1,   /srv/what?not=this%20path",
            "sftp:nas:/srv/a:b@c,                 -,      nas,    -1,   /srv/a:b@c"})
    void everySpellingIsUnderstood(String text, String user, String host, int port, String folder) throws Exception {
        SftpAddress address = read(text);
        assertEquals(Optional.ofNullable(user), address.user());
        assertEquals(host, address.host());
        assertEquals(port, address.port());
        assertEquals(folder, address.folder());
        assertEquals(Map.of(), address.settings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sftp:nas", "sftp:/srv/backup", "sftp:ada@:/srv", "sftp://", "sftp:///srv", "sftp://nas:99999/a"})
    void whatNamesNoHostAndFolderIsInvalid(String text) {
        assertEquals(Kind.INVALID, assertThrows(StorageException.class, () -> read(text)).kind());
    }

    @Test
    void aKeyIsConfirmedBehindEverySpelling() throws Exception {
        String print = "SHA256:" + "Ab+/".repeat(10) + "xyz";
        assertEquals(Map.of("host-key", print), read("sftp://nas/srv?host-key=" + print).settings());
        SftpAddress address = read("sftp:nas:srv?host-key=" + print);
        assertEquals(Map.of("host-key", print), address.settings());
        assertEquals("srv", address.folder());
    }

    @Test
    void aFolderIsRelativeToTheHome() throws Exception {
        assertEquals("/home/ada/backup", read("sftp:nas:backup").absolute("/home/ada"));
        assertEquals("/backup", read("sftp:nas:backup").absolute("/"));
        assertEquals("/home/ada", read("sftp:nas:").absolute("/home/ada"));
        assertEquals("/srv", read("sftp:nas:/srv").absolute("/home/ada"));
    }
}
