package dev.tandem.backup.internal;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scanner.SystemReader;
import java.io.IOException;
import java.util.List;

/** The real file system; a test overrides what shall go wrong. */
class ObservedFiles implements LocalReader {
    private final LocalReader real = new SystemReader();

    @Override
    public FileStat stat(RawPath path) throws IOException {
        return real.stat(path);
    }

    @Override
    public boolean keepsChangeTimes(RawPath directory, FileStat stat) {
        return real.keepsChangeTimes(directory, stat);
    }

    @Override
    public List<RawName> names(RawPath directory) throws IOException {
        return real.names(directory);
    }

    @Override
    public byte[] readLink(RawPath link) throws IOException {
        return real.readLink(link);
    }

    @Override
    public List<ExtendedAttribute> attributes(RawPath path) throws IOException {
        return real.attributes(path);
    }

    @Override
    public SourceFile open(RawPath path) throws IOException {
        return real.open(path);
    }

    @Override
    public String userName(int uid) {
        return real.userName(uid);
    }

    @Override
    public String groupName(int gid) {
        return real.groupName(gid);
    }
}
