package dev.tandem.sync.internal.version;

import dev.tandem.backup.Id;
import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.Traits;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Whether something is still what it was. */
public final class Likeness {
    private static final int BUFFER = 256 * 1024;

    private Likeness() { }

    /** Tells whether a file was not touched between two looks, as far as its side can tell. */
    public static boolean untouched(Item.FileItem before, Item.FileItem now, Traits traits) {
        return sameFile(before, now, traits)
                && (!traits.changeTimes() || before.attributes().changed() == now.attributes().changed());
    }

    /** Tells whether a file was not written to, though it may have been renamed or got other attributes. */
    public static boolean sameFile(Item.FileItem before, Item.FileItem now, Traits traits) {
        return before.size() == now.size() && before.attributes().modified() == now.attributes().modified()
                && (!traits.fileIds() || before.attributes().fileId() == now.attributes().fileId());
    }

    /** Tells whether something is, by type and content, what it was; a file of unknown content by its stamps. */
    public static boolean sameContent(Item.Present before, Item now, Replica side, RawPath path) throws IOException {
        return switch (before) {
            case Item.FileItem file -> now instanceof Item.FileItem other && file.size() == other.size()
                    && (file.isRead() ? file.content().equals(digest(side, path))
                            : file.attributes().modified() == other.attributes().modified());
            case Item.LinkItem link -> now instanceof Item.LinkItem other
                    && Arrays.equals(link.target(), other.target());
            case Item.DirectoryItem _ -> now instanceof Item.DirectoryItem;
            case Item.SpecialItem special -> now instanceof Item.SpecialItem other && special.type() == other.type();
        };
    }

    /** Returns the SHA-256 of a file. */
    static Id digest(Replica side, RawPath path) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        try (Replica.Source source = side.read(path)) {
            for (int read = source.read(buffer, 0, BUFFER); read >= 0; read = source.read(buffer, 0, BUFFER)) {
                digest.update(buffer, 0, read);
            }
        }
        return Id.of(digest.digest());
    }

    /** Returns what makes the digest of contents. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java run time has SHA-256", e);
        }
    }
}
