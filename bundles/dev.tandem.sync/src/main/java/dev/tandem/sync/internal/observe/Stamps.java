package dev.tandem.sync.internal.observe;

import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.LinkItem;
import dev.tandem.sync.internal.model.Item.SpecialItem;
import dev.tandem.sync.internal.replica.Traits;
import java.util.Arrays;

/**
 * Tells by its stamps that an item is what it was on the same side. Wrong answers go one way only: what is not changed
 * may seem so, and is read then.
 */
final class Stamps {
    private final boolean changeTimes;
    private final boolean fileIds;

    Stamps(Traits traits) {
        changeTimes = traits.changeTimes();
        fileIds = traits.fileIds();
    }

    /** Tells whether nothing of an item has changed: neither content nor attributes nor spelling. */
    boolean unchanged(Item.Present now, Item.Present then) {
        if (!now.name().equals(then.name())) {
            return false;
        }
        return switch (now) {
            case FileItem file -> then instanceof FileItem known && file.size() == known.size()
                    && sameStamps(file.attributes(), known.attributes());
            case LinkItem link -> then instanceof LinkItem known && Arrays.equals(link.target(), known.target())
                    && sameOwner(link.attributes(), known.attributes());
            case DirectoryItem directory -> then instanceof DirectoryItem known
                    && directory.mount() == known.mount()
                    && sameOwner(directory.attributes(), known.attributes())
                    && sameIdentity(directory.attributes(), known.attributes());
            case SpecialItem special -> then.type() == special.type();
        };
    }

    private boolean sameStamps(Attributes now, Attributes then) {
        return now.modified() == then.modified()
                && (!changeTimes || now.changed() == then.changed())
                && sameIdentity(now, then)
                && sameOwner(now, then);
    }

    private boolean sameIdentity(Attributes now, Attributes then) {
        return !fileIds || now.fileId() == then.fileId();
    }

    private static boolean sameOwner(Attributes now, Attributes then) {
        return now.permissions() == then.permissions() && now.uid() == then.uid() && now.gid() == then.gid()
                && now.extended().equals(then.extended());
    }
}
