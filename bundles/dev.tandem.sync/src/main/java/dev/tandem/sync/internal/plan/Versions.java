package dev.tandem.sync.internal.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.LinkItem;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Version;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Items as those see them who decide conflicts. */
final class Versions {
    private Versions() { }

    /** Returns the conflict at a node. */
    static Conflict conflict(Node node, Place place, Conflict.Kind kind) {
        return new Conflict(place.left(), kind, node.base().map(base -> of(base.left())),
                of(node, Side.LEFT), of(node, Side.RIGHT));
    }

    private static Optional<Version> of(Node node, Side side) {
        return switch (node.of(side)) {
            case DirectoryItem _ -> Optional.of(withAllBelow(node, side));
            case Present item -> Optional.of(of(item));
            default -> Optional.empty();
        };
    }

    private static Version of(Present item) {
        return switch (item) {
            case FileItem file -> new Version(FileType.FILE, file.size(), file.attributes().modifiedTime(),
                    file.isRead() ? file.content().toString() : "");
            case LinkItem link -> new Version(FileType.SYMLINK, 0, link.attributes().modifiedTime(),
                    RawName.of(link.target()).toString());
            default -> new Version(item.type(), 0, item.attributes().modifiedTime(), "");
        };
    }

    /** Of a directory that meets something else all below counts: it is as new as the newest, and as large as all. */
    private static Version withAllBelow(Node node, Side side) {
        Instant newest = Instant.MIN;
        long size = 0;
        MessageDigest digest = sha256();
        for (Node child : node.children()) {
            Optional<Version> below = of(child, side);
            if (below.isPresent()) {
                newest = below.get().modified().isAfter(newest) ? below.get().modified() : newest;
                size += below.get().size();
                digest.update(child.key().bytes());
                digest.update((byte) '/');
                digest.update((below.get().type() + ":" + below.get().content() + "\n").getBytes(UTF_8));
            }
        }
        Instant modified = newest.equals(Instant.MIN) ? ((Present) node.of(side)).attributes().modifiedTime() : newest;
        return new Version(FileType.DIRECTORY, size, modified, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
