package dev.tandem.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedLocationTest {
    private static final Path HERE = Path.of("/work/dir");

    private static String meant(String text) throws CommandException {
        return TypedLocation.of(text, HERE).text();
    }

    @ParameterizedTest
    @CsvSource({"repo, /work/dir/repo", "./@nas, /work/dir/./@nas", "./sftp:x, /work/dir/./sftp:x", "/a/b, /a/b",
        "local:repo, /work/dir/repo", "local:/a, /a", "file:///a, /a", "file:a, /work/dir/a"})
    void aPathStartsWhereTheCallerIs(String text, String meant) throws Exception {
        assertEquals(meant, meant(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@nas", "@nas/a b/c", "sftp:u@h:/x", "sftp://u@h:22//x", "s3:https://h/b/p", "s3://b/p?region=r",
        "rest:https://u:p@h:8000/x/", "rclone:remote:path", "webdavs://h/dav", "b2:bucket:path", "~", "~/backup"})
    void everythingElseStaysAsItWasTyped(String text) throws Exception {
        assertEquals(text, meant(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\backup", "c:/backup", "D:backup"})
    void aLetterBeforeAColonIsADriveAndNoScheme(String text) throws Exception {
        assertEquals("file", TypedLocation.of(text, HERE).scheme());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void whatCannotBeALocationIsAMistakeOfTheCommandLine(String text) {
        assertEquals(2, assertThrows(CommandException.class, () -> meant(text)).exitCode());
    }

    @Test
    void aNameInCapitalsIsAPath() throws Exception {
        assertEquals("/work/dir/@NAS", meant("@NAS"));
    }
}
