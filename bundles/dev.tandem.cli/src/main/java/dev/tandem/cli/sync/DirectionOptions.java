package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.sync.Direction;
import dev.tandem.sync.SyncMatrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** What a change on one of the sides leads to. */
final class DirectionOptions {
    private static final Set<String> CHANGES = Set.of("left-create", "left-update", "left-delete", "right-create",
            "right-update", "right-delete");

    /** A matrix with a name. */
    enum Mode {
        TWO_WAY(SyncMatrix.TWO_WAY), MIRROR(SyncMatrix.MIRROR), UPDATE(SyncMatrix.UPDATE),
        CONTRIBUTE(SyncMatrix.CONTRIBUTE);

        private final SyncMatrix matrix;

        Mode(SyncMatrix matrix) {
            this.matrix = matrix;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(names = "--mode", paramLabel = "MODE", defaultValue = "two-way", description = "two-way: each follows the "
            + "other; mirror: RIGHT becomes LEFT; update: what is new or newly edited on LEFT comes to RIGHT, nothing "
            + "is deleted; contribute: the same with deletions (default: ${DEFAULT-VALUE})")
    Mode mode = Mode.TWO_WAY;

    @Option(names = "--matrix", paramLabel = "CHANGE=TO[,…]", description = "what single kinds of changes lead to, "
            + "whatever the mode says: left- or right- with create, update or delete, and as TO the side that is made "
            + "like the other one, or none: left-delete=none,right-create=left (repeatable)")
    List<String> cells = new ArrayList<>();

    SyncMatrix matrix() throws CommandException {
        Map<String, Direction> own = new HashMap<>();
        for (String list : cells) {
            for (String cell : list.split(",", -1)) {
                String[] parts = cell.strip().split("=", -1);
                if (parts.length != 2 || !CHANGES.contains(parts[0])) {
                    throw CommandException.usage("--matrix: '" + cell + "' is not like left-delete=none; write left- or"
                            + " right- with create, update or delete, then = and left, right or none");
                }
                own.put(parts[0], direction(parts[1]));
            }
        }
        SyncMatrix usual = mode.matrix;
        return new SyncMatrix(own.getOrDefault("left-create", usual.leftCreate()),
                own.getOrDefault("left-update", usual.leftUpdate()),
                own.getOrDefault("left-delete", usual.leftDelete()),
                own.getOrDefault("right-create", usual.rightCreate()),
                own.getOrDefault("right-update", usual.rightUpdate()),
                own.getOrDefault("right-delete", usual.rightDelete()));
    }

    private static Direction direction(String text) throws CommandException {
        return switch (text) {
            case "left" -> Direction.TO_LEFT;
            case "right" -> Direction.TO_RIGHT;
            case "none" -> Direction.NONE;
            default -> throw CommandException.usage("--matrix: '" + text + "' is none of left, right, none");
        };
    }
}
