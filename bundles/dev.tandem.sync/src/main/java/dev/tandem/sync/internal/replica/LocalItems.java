package dev.tandem.sync.internal.replica;

import dev.tandem.backup.Id;
import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;

/** Makes items of what is in the file system; the content of files is not read. Thread-safe. */
final class LocalItems {
    private final LocalReader reader;
    private final boolean fileIds;
    private final boolean extended;

    /**
     * @param fileIds  whether inode numbers stay with files
     * @param extended whether extended attributes are looked at
     */
    LocalItems(LocalReader reader, boolean fileIds, boolean extended) {
        this.reader = reader;
        this.fileIds = fileIds;
        this.extended = extended;
    }

    /**
     * Returns what is at a path.
     *
     * @param deviceAbove the file system of the directory that holds it
     */
    Item.Present present(RawPath path, RawName name, long deviceAbove) throws IOException {
        return present(path, name, reader.stat(path), deviceAbove);
    }

    Item.Present present(RawPath path, RawName name, FileStat stat, long deviceAbove) throws IOException {
        Attributes attributes = attributes(path, stat);
        return switch (stat.type()) {
            case FILE -> new Item.FileItem(name, stat.size(), Item.FileItem.UNREAD, attributes);
            case DIRECTORY -> new Item.DirectoryItem(name, stat.device() != deviceAbove, attributes);
            case SYMLINK -> new Item.LinkItem(name, reader.readLink(path), attributes);
            default -> new Item.SpecialItem(name, stat.type(), attributes);
        };
    }

    private Attributes attributes(RawPath path, FileStat stat) throws IOException {
        Attributes basic = fileIds ? Attributes.of(stat) : Attributes.of(stat).withFileId(0);
        return extended ? basic.withExtended(digest(reader.attributes(path))) : basic;
    }

    /** Tells whether both are the same entry, as far as that can be told. */
    boolean isSame(FileStat a, FileStat b) {
        return fileIds ? RootedPaths.isSame(a, b) : a.device() == b.device();
    }

    /** Returns what two lists have in common that hold the same attributes, in whatever order. */
    static Id digest(List<ExtendedAttribute> attributes) {
        if (attributes.isEmpty()) {
            return Attributes.NO_EXTENDED;
        }
        MessageDigest digest = sha256();
        attributes.stream().sorted(Comparator.comparing(ExtendedAttribute::name)).forEach(attribute -> {
            update(digest, attribute.name().getBytes(StandardCharsets.UTF_8));
            update(digest, attribute.value());
        });
        return Id.of(digest.digest());
    }

    private static void update(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }
}
