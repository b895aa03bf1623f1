package dev.tandem.scanner.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What stands in for a rename that replaces nothing, where the file system has none. */
@EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
class StepwiseRenameTest {
    private final LinuxReader reader = new LinuxReader();
    private final LinuxWriter writer = new LinuxWriter();

    @TempDir
    Path temporary;

    private void rename(String from, String to) throws IOException {
        RawPath root = RawPath.of(temporary);
        try (Frame frame = new Frame(new FramePool())) {
            LinuxWriter.renameStepwise(frame, root.child(from), root.child(to));
        }
    }

    private void makeOneOfEach() throws IOException {
        RawPath root = RawPath.of(temporary);
        Files.writeString(temporary.resolve("file"), "content");
        writer.createSymlink(root.child("link"), "nowhere".getBytes());
        writer.createDirectory(root.child("directory"));
    }

    @Test
    void whateverIsRenamedLosesItsOldName() throws IOException {
        makeOneOfEach();
        for (String name : List.of("file", "link", "directory")) {
            rename(name, "new " + name);
        }
        RawPath root = RawPath.of(temporary);
        assertEquals(Set.of(RawName.of("new file"), RawName.of("new link"), RawName.of("new directory")),
                new HashSet<>(reader.names(root)));
        assertEquals("content", Files.readString(temporary.resolve("new file")));
        assertEquals(1, reader.stat(root.child("new file")).links());
        assertArrayEquals("nowhere".getBytes(), reader.readLink(root.child("new link")));
    }

    @Test
    void nothingIsReplaced() throws IOException {
        makeOneOfEach();
        for (String from : List.of("file", "link", "directory")) {
            for (String to : List.of("file", "link", "directory")) {
                if (!from.equals(to)) {
                    assertThrows(FileAlreadyExistsException.class, () -> rename(from, to), from + " to " + to);
                }
            }
        }
        assertEquals(3, reader.names(RawPath.of(temporary)).size());
        assertThrows(NoSuchFileException.class, () -> rename("missing", "x"));
    }
}
