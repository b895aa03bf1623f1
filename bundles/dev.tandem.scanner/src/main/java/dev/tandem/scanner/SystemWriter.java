package dev.tandem.scanner;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scanner.linux.LinuxWriter;
import dev.tandem.scanner.nio.NioReader;
import dev.tandem.scanner.nio.NioWriter;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Writes with the variant for this system. Apart from the reader, as most commands only read. */
@Component
public final class SystemWriter implements LocalWriter {
    private final SystemVariant<LocalWriter> variant =
            new SystemVariant<>(LinuxWriter::new, () -> new NioWriter(new NioReader()));

    /** Chooses the variant.get(). */
    @Activate
    public SystemWriter() {
    }

    @Override
    public void createDirectory(RawPath path) throws IOException {
        variant.get().createDirectory(path);
    }

    @Override
    public void createSymlink(RawPath path, byte[] target) throws IOException {
        variant.get().createSymlink(path, target);
    }

    @Override
    public void createHardLink(RawPath path, RawPath existing) throws IOException {
        variant.get().createHardLink(path, existing);
    }

    @Override
    public void createSpecial(RawPath path, FileType type, long rawDevice) throws IOException {
        variant.get().createSpecial(path, type, rawDevice);
    }

    @Override
    public TargetFile createFile(RawPath path) throws IOException {
        return variant.get().createFile(path);
    }

    @Override
    public TargetFile openFile(RawPath path) throws IOException {
        return variant.get().openFile(path);
    }

    @Override
    public void delete(RawPath path) throws IOException {
        variant.get().delete(path);
    }

    @Override
    public void deleteDirectory(RawPath path) throws IOException {
        variant.get().deleteDirectory(path);
    }

    @Override
    public void rename(RawPath from, RawPath to) throws IOException {
        variant.get().rename(from, to);
    }

    @Override
    public void renameNew(RawPath from, RawPath to) throws IOException {
        variant.get().renameNew(from, to);
    }

    @Override
    public boolean exchange(RawPath a, RawPath b) throws IOException {
        return variant.get().exchange(a, b);
    }

    @Override
    public void flush(RawPath directory) throws IOException {
        variant.get().flush(directory);
    }

    @Override
    public boolean flushesAll() {
        return variant.get().flushesAll();
    }

    @Override
    public Space freeSpace(RawPath path) throws IOException {
        return variant.get().freeSpace(path);
    }

    @Override
    public List<String> setMetadata(RawPath path, FileStat wanted, List<ExtendedAttribute> attributes) {
        return variant.get().setMetadata(path, wanted, attributes);
    }
}
