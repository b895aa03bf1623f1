package dev.tandem.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalReader.SourceFile;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.LocalWriter.TargetFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory to work in, and short ways to write, read and describe. */
public abstract class FilesFixture {
    @TempDir
    Path temporary;

    protected RawPath root;

    protected abstract LocalReader reader();

    protected abstract LocalWriter writer();

    @BeforeEach
    void chooseRoot() {
        root = RawPath.of(temporary);
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    protected static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    protected void write(RawPath file, String content) throws IOException {
        try (TargetFile target = writer().createFile(file)) {
            byte[] bytes = bytes(content);
            target.write(bytes, 0, bytes.length, 0);
        }
    }

    protected String read(RawPath file) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[10_000];
        try (SourceFile source = reader().open(file)) {
            int count;
            while ((count = source.read(buffer, 0, buffer.length)) > 0) {
                content.write(buffer, 0, count);
            }
        }
        return content.toString(StandardCharsets.UTF_8);
    }

    protected static FileStat withPermissions(FileStat s, int permissions) {
        return stat(s.type(), permissions, s.modified(), s.accessed(), s.uid(), s.gid());
    }

    protected static FileStat withTimes(FileStat s, Instant modified, Instant accessed) {
        return stat(s.type(), s.permissions(), modified, accessed, s.uid(), s.gid());
    }

    protected static FileStat withOwner(FileStat s, int uid, int gid) {
        return stat(s.type(), s.permissions(), s.modified(), s.accessed(), uid, gid);
    }

    private static FileStat stat(FileType type, int permissions, Instant modified, Instant accessed, int uid, int gid) {
        return new FileStat(type, permissions, 0, 0, modified, accessed, modified, uid, gid, 0, 0, 0, 0);
    }

    protected boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    protected static void makeFifo(RawPath path) throws IOException, InterruptedException {
        assertEquals(0, run("mkfifo", path.toString()));
    }

    /** Runs a tool; without it the test is skipped, but fails in continuous integration, which installs it. */
    protected static int run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            assertFalse("true".equals(System.getenv("CI")), command[0] + " is not installed");
            assumeTrue(false, command[0] + " is not installed");
            throw missing;
        }
        process.getInputStream().transferTo(System.err);
        return process.waitFor();
    }
}
