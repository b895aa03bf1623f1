package dev.tandem.cli.sync;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncItem;
import java.util.Optional;

/** A row of a plan, or what became of it, as programs read it. */
record ItemMessage(RawPath path, SyncItem.Action action, Optional<Side> side, String reason, long bytes,
        SyncItem.Stage stage, Optional<RawPath> from) {
    static ItemMessage of(SyncItem item) {
        return new ItemMessage(item.path(), item.action(), item.side(), item.reason(), item.bytes(), item.stage(),
                item.from());
    }
}
