package dev.tandem.sync.internal.replica;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/** Works on a real folder. */
public final class LocalEditor implements TreeEditor {
    private final SystemReader reader = new SystemReader();
    private final SystemWriter writer = new SystemWriter();
    private final RawPath root;

    /** Works on the folder {@code root}. */
    public LocalEditor(Path root) {
        this.root = RawPath.of(root);
    }

    private RawPath raw(RawPath path) {
        RawPath absolute = root;
        for (RawName name : path.names()) {
            absolute = absolute.child(name);
        }
        return absolute;
    }

    private Path path(RawPath path) {
        return raw(path).toPath();
    }

    @Override
    public void write(RawPath path, byte[] content) throws IOException {
        Files.write(path(path), content);
    }

    @Override
    public byte[] content(RawPath path) throws IOException {
        return Files.readAllBytes(path(path));
    }

    @Override
    public void link(RawPath path, byte[] target) throws IOException {
        writer.createSymlink(raw(path), target);
    }

    @Override
    public void mkdir(RawPath path) throws IOException {
        Files.createDirectory(path(path));
    }

    @Override
    public void delete(RawPath path) throws IOException {
        if (reader.stat(raw(path)).isDirectory()) {
            for (RawName name : reader.names(raw(path))) {
                delete(path.child(name));
            }
        }
        Files.delete(path(path));
    }

    @Override
    public void rename(RawPath from, RawPath to) throws IOException {
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void chmod(RawPath path, int permissions) throws IOException {
        Files.setAttribute(path(path), "unix:mode", permissions);
    }

    @Override
    public void touch(RawPath path, long modified) throws IOException {
        Files.setLastModifiedTime(path(path), FileTime.from(modified, TimeUnit.NANOSECONDS));
    }
}
