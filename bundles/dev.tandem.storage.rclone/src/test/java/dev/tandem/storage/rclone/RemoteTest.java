package dev.tandem.storage.rclone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteTest {
    private static Remote of(String location) throws StorageException {
        return Remote.of(Location.parse(location));
    }

    @Test
    void everySpellingOfRcloneIsPassedOn() throws Exception {
        for (String fs : List.of("nas:", "nas:backup/photos", ":local:/var/backup", "drive,shared_with_me:path",
                ":sftp,host=example.org,user=me:dir", ":http,url='https://example.org:8080/':", "nas:a:b,c=d")) {
            assertEquals(fs, of("rclone:" + fs).fs());
        }
    }

    @Test
    void aSlashAtTheEndIsNone() throws Exception {
        assertEquals("nas:backup", of("rclone:nas:backup//").fs());
        assertEquals(":local:/", of("rclone::local:/").fs());
    }

    @Test
    void whatNamesNoRemoteIsInvalid() {
        for (String text : List.of("rclone:backup", "rclone:/var/backup", "rclone:dir/nas:backup", "rclone::")) {
            StorageException failure = assertThrows(StorageException.class, () -> of(text));
            assertEquals(Kind.INVALID, failure.kind());
        }
    }

    @Test
    void placesBelowHaveOneSlash() throws Exception {
        assertEquals("nas:dir", of("rclone:nas:").at("dir").fs());
        assertEquals("nas:a/dir", of("rclone:nas:a").at("dir").fs());
        assertEquals(":local:/dir", of("rclone::local:/").at("dir").fs());
        assertEquals("nas:a", of("rclone:nas:a").at("").fs());
    }

    @Test
    void optionsAreShownToNobody() throws Exception {
        Remote remote = of("rclone::sftp,host=example.org,pass='sec,:ret':dir");
        assertEquals(":sftp,\u2026:dir", remote.toString());
        String masked = remote.mask("cannot log in at example.org with sec,:ret");
        assertFalse(masked.contains("sec,:ret"), masked);
    }
}
