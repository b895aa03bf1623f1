package dev.tandem.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scanner.nio.NioReader;
import dev.tandem.scanner.nio.NioWriter;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The portable variant. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the contract is about POSIX metadata")
class NioFilesTest extends LocalWriterContract {
    private final NioReader reader = new NioReader();
    private final NioWriter writer = new NioWriter(reader);

    @Override
    protected LocalReader reader() {
        return reader;
    }

    @Override
    protected LocalWriter writer() {
        return writer;
    }

    @Test
    void aSpecialFileIsRefusedInWords() throws IOException {
        FileSystemException thrown = assertThrows(FileSystemException.class,
                () -> writer.createSpecial(root.child("fifo"), FileType.FIFO, 0));
        assertTrue(thrown.getReason().contains("FIFO"), thrown.getReason());
        assertEquals(List.of(), reader.names(root));
    }

    @Test
    void anAttributeBeyondJavasReachIsTold() throws IOException {
        RawPath file = root.child("file");
        write(file, "");
        List<String> problems = writer.setMetadata(file, reader.stat(file),
                List.of(new ExtendedAttribute("system.posix_acl_access", new byte[4])));
        assertEquals(1, problems.size());
    }

    @Test
    void aTimeBeyondJavasReachIsSetAsNearAsMayBeAndTold() throws IOException {
        RawPath file = root.child("file");
        write(file, "");
        Instant early = Instant.parse("1969-12-31T23:59:58.5Z");
        List<String> problems = writer.setMetadata(file, withTimes(reader.stat(file), early, early), List.of());
        assertEquals(1, problems.size());
        assertEquals(Instant.parse("1969-12-31T23:59:58Z"), reader.stat(file).modified());
    }

    @Test
    void aFifoHasNoAttributesToWaitFor() throws Exception {
        makeFifo(root.child("fifo"));
        assertEquals(List.of(), reader.attributes(root.child("fifo")));
    }
}
