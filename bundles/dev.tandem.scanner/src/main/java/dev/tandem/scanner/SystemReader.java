package dev.tandem.scanner;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scanner.linux.LinuxReader;
import dev.tandem.scanner.nio.NioReader;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Reads with the variant for this system. */
@Component
public final class SystemReader implements LocalReader {
    private final SystemVariant<LocalReader> variant = new SystemVariant<>(LinuxReader::new, NioReader::new);

    /** Chooses the variant.get(). */
    @Activate
    public SystemReader() {
    }

    @Override
    public FileStat stat(RawPath path) throws IOException {
        return variant.get().stat(path);
    }

    @Override
    public boolean keepsChangeTimes(RawPath directory, FileStat stat) {
        return variant.get().keepsChangeTimes(directory, stat);
    }

    @Override
    public List<RawName> names(RawPath directory) throws IOException {
        return variant.get().names(directory);
    }

    @Override
    public byte[] readLink(RawPath link) throws IOException {
        return variant.get().readLink(link);
    }

    @Override
    public List<ExtendedAttribute> attributes(RawPath path) throws IOException {
        return variant.get().attributes(path);
    }

    @Override
    public SourceFile open(RawPath path) throws IOException {
        return variant.get().open(path);
    }

    @Override
    public String userName(int uid) {
        return variant.get().userName(uid);
    }

    @Override
    public String groupName(int gid) {
        return variant.get().groupName(gid);
    }
}
