package dev.tandem.sync.internal.apply;

import dev.tandem.model.RawPath;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncItem.Action;
import dev.tandem.sync.SyncItem.Stage;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.plan.Step;
import java.util.Optional;

/** Steps as people see them. */
public final class Rows {
    private Rows() { }

    /** Returns the row of a step that is not done yet. */
    public static SyncItem of(Step.Change step) {
        return new SyncItem(Stage.PLANNED, action(step), Optional.of(step.on()), step.path(), from(step), bytes(step),
                step.reason());
    }

    private static Action action(Step.Change step) {
        return switch (step) {
            case Step.Move _ -> Action.MOVE;
            case Step.MakeDirectory _ -> Action.MAKE_DIRECTORY;
            case Step.Copy copy -> copy.expected().isPresent() ? Action.UPDATE : Action.CREATE;
            case Step.SetAttributes _ -> Action.ATTRIBUTES;
            case Step.Delete _ -> Action.DELETE;
        };
    }

    private static Optional<RawPath> from(Step.Change step) {
        return switch (step) {
            case Step.Move move -> Optional.of(move.from());
            case Step.Copy copy when !copy.source().equals(copy.path()) -> Optional.of(copy.source());
            default -> Optional.empty();
        };
    }

    /** Returns the bytes a step copies. */
    static long bytes(Step.Change step) {
        return step instanceof Step.Copy copy && copy.content() instanceof Item.FileItem file ? file.size() : 0;
    }
}
