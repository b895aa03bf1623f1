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
    private final LocalReader variant = SystemVariant.choose(LinuxReader::new, NioReader::new);

    /** Chooses the variant. */
    @Activate
    public SystemReader() {
    }

    @Override
    public FileStat stat(RawPath path) throws IOException {
        return variant.stat(path);
    }

    @Override
    public List<RawName> names(RawPath directory) throws IOException {
        return variant.names(directory);
    }

    @Override
    public byte[] readLink(RawPath link) throws IOException {
        return variant.readLink(link);
    }

    @Override
    public List<ExtendedAttribute> attributes(RawPath path) throws IOException {
        return variant.attributes(path);
    }

    @Override
    public SourceFile open(RawPath path) throws IOException {
        return variant.open(path);
    }

    @Override
    public String userName(int uid) {
        return variant.userName(uid);
    }

    @Override
    public String groupName(int gid) {
        return variant.groupName(gid);
    }
}
