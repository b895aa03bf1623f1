package dev.tandem.sync.internal.replica;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWriter;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.internal.model.Attributes;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.List;

/** Sets the attributes that count by the rules and that the side can hold; the others stay as they are. Thread-safe. */
final class CountedAttributes {
    private final LocalWriter writer;
    private final AttributeRules rules;
    private final int mask;
    private final boolean owner;
    private final boolean extended;

    CountedAttributes(LocalWriter writer, AttributeRules rules, Traits traits) {
        this.writer = writer;
        this.rules = rules;
        this.mask = rules.permissionMask() & traits.permissionMask();
        this.owner = rules.owner() && traits.owners();
        this.extended = rules.extended() && traits.extended();
    }

    /** Tells whether extended attributes count. */
    boolean extended() {
        return extended;
    }

    private int permissions(int otherwise, int wanted) {
        return otherwise & ~mask | wanted & mask;
    }

    /** Returns {@code now} with what counts of {@code wanted}. */
    FileStat merged(FileStat now, Attributes wanted) {
        Instant modified = rules.times() && now.isFile() ? wanted.modifiedTime() : now.modified();
        return of(now, permissions(now.permissions(), wanted.permissions()), modified,
                owner ? wanted.uid() : now.uid(), owner ? wanted.gid() : now.gid());
    }

    /** Returns {@code now} with other permissions and another owner, from which {@link #merged} may begin. */
    static FileStat like(FileStat now, int permissions, int uid, int gid) {
        return of(now, permissions, now.modified(), uid, gid);
    }

    private static FileStat of(FileStat now, int permissions, Instant modified, int uid, int gid) {
        return new FileStat(now.type(), permissions, now.size(), now.allocated(), modified, now.accessed(),
                now.changed(), uid, gid, now.device(), now.inode(), now.links(), now.rawDevice());
    }

    /** Makes the metadata those wanted, and the extended attributes these and no others. */
    void set(RawPath path, FileStat wanted, List<ExtendedAttribute> extended) throws IOException {
        List<String> problems = writer.setMetadata(path, wanted, extended);
        if (!problems.isEmpty()) {
            throw new FileSystemException(path.toString(), null, String.join("; ", problems));
        }
    }
}
