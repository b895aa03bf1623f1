package dev.tandem.scanner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scanner.FilesFixture;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
class LinuxMetadataTest extends FilesFixture {
    private final LinuxReader reader = new LinuxReader();
    private final LinuxWriter writer = new LinuxWriter();

    @Override
    protected LocalReader reader() {
        return reader;
    }

    @Override
    protected LocalWriter writer() {
        return writer;
    }

    @Test
    void aFileSystemIsNotToldByItsDeviceNumberWhichAnotherMayHaveHadBefore() throws IOException {
        FileStat stat = reader.stat(root);
        assumeTrue(reader.keepsChangeTimes(root, stat));
        assertFalse(reader.keepsChangeTimes(RawPath.of("/proc"), stat));
    }

    @Test
    void kernelsOldAndNewSetTheSameModeAndFollowNoLink() throws IOException {
        RawPath file = root.child("file");
        RawPath link = root.child("link");
        write(file, "");
        writer.createSymlink(link, bytes("file"));
        for (boolean oneCall : new boolean[] {false, true}) {
            LinuxMetadata metadata = new LinuxMetadata(true, oneCall);
            try (Frame frame = new FramePool().take()) {
                metadata.chmod(frame, frame.path(file), 04751, file);
                assertEquals(04751, reader.stat(file).permissions());
                assertThrows(FileSystemException.class, () -> metadata.chmod(frame, frame.path(link), 0777, link));
                assertEquals(04751, reader.stat(file).permissions());
                metadata.chmod(frame, frame.path(file), 0600, file);
            }
        }
    }
}
