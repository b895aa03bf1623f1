package dev.tandem.sync.internal.observe;

import dev.tandem.model.RawName;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.replica.Traits;
import java.util.Optional;

/** Tells what cannot be brought to a side. */
final class Border {
    private Border() { }

    /** Returns why something cannot be on a side; empty where it can. */
    static Optional<String> problem(Item.Present item, Traits side) {
        if (item instanceof Item.LinkItem && !side.links()) {
            return Optional.of("the other side holds no links");
        }
        return switch (side.names()) {
            case BYTES -> Optional.empty();
            case TEXT -> isText(item.name()) ? Optional.empty()
                    : Optional.of("the name is not valid Unicode, so it cannot be on the other side");
            case WINDOWS -> WindowsNames.problem(item.name());
        };
    }

    private static boolean isText(RawName name) {
        return RawName.of(name.toString()).equals(name);
    }
}
