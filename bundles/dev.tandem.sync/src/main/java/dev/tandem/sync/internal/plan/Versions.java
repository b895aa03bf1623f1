package dev.tandem.sync.internal.plan;

import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.LinkItem;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Version;
import java.util.Optional;

/** Items as those see them who decide conflicts. */
final class Versions {
    private Versions() { }

    /** Returns the conflict at a node. */
    static Conflict conflict(Node node, Place place, Conflict.Kind kind) {
        return new Conflict(place.left(), kind, node.base().map(base -> of(base.left())),
                of(node.of(Side.LEFT)), of(node.of(Side.RIGHT)));
    }

    private static Optional<Version> of(Item item) {
        return item instanceof Present present ? Optional.of(of(present)) : Optional.empty();
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
}
