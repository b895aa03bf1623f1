package dev.tandem.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.storage.Address;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubPathTest {
    @ParameterizedTest
    @CsvSource({
        "/mnt/usb,                    a/b,    /mnt/usb/a/b",
        "/mnt/usb/,                   a,      /mnt/usb/a",
        "/,                           a,      /a",
        "/mnt/what?,                  50%,    /mnt/what?/50%",
        "sftp://u@h:22/srv,           a/b,    sftp://u@h:22/srv/a/b",
        "sftp://u@h,                  a,      sftp://u@h/~/a",
        "sftp://u@h/,                 a,      sftp://u@h/a",
        "sftp://u@h/~,                a,      sftp://u@h/~/a",
        "sftp://u@h//,                a,      sftp://u@h//a",
        "sftp:u@h:/srv,               a%b,    sftp:u@h:/srv/a%b",
        "sftp:u@h:,                   a,      sftp:u@h:a",
        "s3://b/p?region=x&e=h://y/,  a b,    s3://b/p/a%20b?region=x&e=h://y/",
        "s3://b?region=x,             a,      s3://b/a?region=x",
        "s3:https://host/b/p,         50%,    s3:https://host/b/p/50%25",
        "s3:host/b,                   a,      s3:host/b/a",
        "s3:host/b?region=x,          50%,    s3:host/b/50%25?region=x",
        "rest:https://h:8000/,        a?b,    rest:https://h:8000/a%3Fb",
        "webdavs://h/dav,             é,      webdavs://h/dav/%C3%A9",
        "rclone:remote:,              a,      rclone:remote:a",
        "rclone:remote:x,             a b,    rclone:remote:x/a b",
        "b2:bucket:,                  a,      b2:bucket:a"})
    void aPlaceBelowIsWrittenAsTheLocationIs(String base, String sub, String place) throws Exception {
        assertEquals(place, SubPath.of(Location.parse(base), sub).text());
        assertEquals(place, SubPath.of(Location.parse(base), sub + "/").text());
    }

    @Test
    void anAddressReadsBackTheNameThatWasMeant() throws Exception {
        String hostile = "a?b#c%20d &+;é\u0001/x:y@z";
        assertEquals("/p/" + hostile, Address.of(SubPath.of(Location.parse("s3://h/p?q=1"), hostile)).path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/../b", "a//b", "/a", ".", "a/./b", "//", "a\0"})
    void nothingLeadsOut(String sub) {
        assertEquals(Kind.INVALID, assertThrows(StorageException.class,
                () -> SubPath.of(Location.parse("/base"), sub)).kind());
    }

    @Test
    void nothingBelowIsTheLocationItself() throws Exception {
        assertEquals("s3://b?x=y", SubPath.of(Location.parse("s3://b?x=y"), "").text());
        assertEquals("/a/", SubPath.of(Location.parse("/a/"), "/").text());
    }
}
