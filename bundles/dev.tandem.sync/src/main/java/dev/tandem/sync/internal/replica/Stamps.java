package dev.tandem.sync.internal.replica;

import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.LinkItem;
import java.util.Arrays;

/**
 * Tells whether what is there is what was seen, without reading it.
 *
 * @param changeTimes whether times of change can be relied upon
 */
public record Stamps(boolean changeTimes) {
    /** Tells whether nothing happened to it since. */
    public boolean same(Item seen, Item now) {
        return same(seen, now, changeTimes);
    }

    /** Tells whether nothing happened to it since but a rename, which changes the time of change. */
    public boolean sameButRenamed(Item seen, Item now) {
        return same(seen, now, false);
    }

    private boolean same(Item seen, Item now, boolean withChangeTime) {
        return switch (seen) {
            case FileItem file -> now instanceof FileItem other && file.size() == other.size()
                    && file.attributes().modified() == other.attributes().modified()
                    && sameId(file.attributes(), other.attributes())
                    && (!withChangeTime || file.attributes().changed() == other.attributes().changed());
            case LinkItem link -> now instanceof LinkItem other
                    && Arrays.equals(link.target(), other.target());
            case DirectoryItem directory -> now instanceof DirectoryItem other
                    && sameId(directory.attributes(), other.attributes());
            case Item.SpecialItem special -> now instanceof Item.SpecialItem other && special.type() == other.type()
                    && sameId(special.attributes(), other.attributes());
            case Item.Gap gap -> gap == now;
            case Item.Unknown unknown -> false;
        };
    }

    /** Without file IDs all are 0. */
    private static boolean sameId(Attributes seen, Attributes now) {
        return seen.fileId() == now.fileId();
    }
}
