package dev.tandem.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.cli.CommandException;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyntaxTest {
    @Test
    void wordsAreSplitAsAShellWould() {
        assertEquals(List.of("a", "b c", "d'e", "f\\g", "", "h\"i"),
                ShellWords.split("  a 'b c' \"d'e\" f\\\\g '' h\\\"i "));
        assertEquals(List.of("a\\nb"), ShellWords.split("\"a\\nb\""));
        assertEquals(List.of("a\\b"), ShellWords.split("'a\\b'"));
        assertEquals(List.of("ab"), ShellWords.split("a\"b\""));
        assertEquals(List.of(), ShellWords.split("  "));
        assertThrows(IllegalArgumentException.class, () -> ShellWords.split("a 'b"));
        assertThrows(IllegalArgumentException.class, () -> ShellWords.split("a \"b"));
    }

    @Test
    void aSnapshotMayBeNamedWithAPath() throws CommandException {
        assertEquals(new SnapshotPath("latest", RawPath.ROOT), SnapshotPath.parse("latest"));
        assertEquals(new SnapshotPath("latest", RawPath.ROOT), SnapshotPath.parse("latest:"));
        assertEquals(new SnapshotPath("ab", RawPath.of("/a/b:c")), SnapshotPath.parse("ab:a//b:c/"));
        assertThrows(CommandException.class, () -> SnapshotPath.parse(":/a"));
        assertEquals(RawPath.of("/c"), SnapshotPath.relative(RawPath.of("/a/b"), RawPath.of("/a/b/c")));
        assertEquals(RawPath.of("/a/c"), SnapshotPath.below(RawPath.of("/a"), "./c"));
    }

    @Test
    void aPatternForAnyCaseHasBothCasesOfEachLetter() {
        assertEquals("*.[jJ][pP][gG]", IgnoreCase.pattern("*.JpG"));
        assertEquals("[a-zA-Z]1?", IgnoreCase.pattern("[a-z]1?"));
        assertEquals("[^abAB][üÜ]", IgnoreCase.pattern("[^aB]ü"));
        assertEquals("\\*[xX]", IgnoreCase.pattern("\\*\\x"));
        assertEquals("/**/[bB]", IgnoreCase.pattern("/**/b"));
        assertEquals("[a", IgnoreCase.pattern("[a"));
    }

    private static FileStat stat(FileType type, int permissions) {
        return new FileStat(type, permissions, 0, 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void modesAreThoseOfResticsTrees() {
        assertEquals(420, NodeMessage.goMode(stat(FileType.FILE, 0644)));
        assertEquals(2148532735L, NodeMessage.goMode(stat(FileType.DIRECTORY, 01777)));
        assertEquals(2155872749L, NodeMessage.goMode(stat(FileType.DIRECTORY, 04755)));
        assertEquals(134218239, NodeMessage.goMode(stat(FileType.SYMLINK, 0777)));
        assertEquals(69206436, NodeMessage.goMode(stat(FileType.CHARACTER_DEVICE, 0644)));
        assertEquals(33554852, NodeMessage.goMode(stat(FileType.FIFO, 0644)));
        assertEquals("Lrwxrwxrwx", NodeMessage.goText(stat(FileType.SYMLINK, 0777)));
        assertEquals("dtrwxrwxrwx", NodeMessage.goText(stat(FileType.DIRECTORY, 01777)));
        assertEquals("drwxrwxrwt", NodeMessage.posixText(stat(FileType.DIRECTORY, 01777)));
        assertEquals("-rwSr-xr-x", NodeMessage.posixText(stat(FileType.FILE, 04655)));
    }

    @Test
    void timesAreReadByTheClockOfThisMachine() throws CommandException {
        assertEquals("2006-01-02 15:04:05",
                SnapshotMessage.localTime(RecordedTime.parse("2006-01-02 15:04:05").time()));
        assertThrows(CommandException.class, () -> RecordedTime.parse("2006-01-02"));
    }
}
