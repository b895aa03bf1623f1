package dev.tandem.cli.sync;

import dev.tandem.cli.Units;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncItem;
import java.util.List;
import java.util.Locale;

/** Rows of a plan as people read them: what is done, an arrow to the side where it is, the path, and why. */
final class RowText {
    private static final int WIDEST_PATH = 50;

    private RowText() { }

    static String of(SyncItem item) {
        return of(item, 0);
    }

    /** Returns rows whose reasons begin in the same column, but for those of very long paths. */
    static List<String> aligned(List<SyncItem> items) {
        int width = items.stream().mapToInt(item -> what(item).length()).filter(length -> length <= WIDEST_PATH).max()
                .orElse(0);
        return items.stream().map(item -> of(item, width)).toList();
    }

    private static String of(SyncItem item, int width) {
        String arrow = item.side().map(side -> side == Side.RIGHT ? "->" : "<-").orElse("--");
        String what = what(item);
        String gap = " ".repeat(Math.max(0, width - what.length()));
        return String.format(Locale.ROOT, "%-10s %s %s%s  %s", word(item), arrow, what, gap, item.reason())
                .stripTrailing();
    }

    private static String what(SyncItem item) {
        // Where the copy of a conflict is kept is in the reason.
        boolean names = item.action() != SyncItem.Action.CONFLICT;
        String from = item.from().filter(_ -> names).map(path -> " from " + path).orElse("");
        return item.path() + from + (item.bytes() > 0 ? " (" + Units.size(item.bytes()) + ")" : "");
    }

    private static String word(SyncItem item) {
        return switch (item.stage()) {
            case FAILED -> "failed";
            case SKIPPED -> item.action() == SyncItem.Action.CONFLICT ? "conflict" : "skipped";
            case PLANNED, DONE -> switch (item.action()) {
                case CREATE -> "create";
                case UPDATE -> "update";
                case ATTRIBUTES -> "attributes";
                case MAKE_DIRECTORY -> "folder";
                case MOVE -> "move";
                case DELETE -> "delete";
                case CONFLICT -> "conflict";
                case SKIP -> "leave";
            };
        };
    }
}
