package dev.tandem.sync.internal.apply;

import static dev.tandem.sync.internal.apply.Pair.path;

import dev.tandem.sync.Side;
import dev.tandem.sync.internal.apply.Mirror.Renamed;
import dev.tandem.sync.internal.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A pair that was in step, and then so much happened on the left that a plan has one of each step. */
final class Story {
    private static final List<Renamed> RENAMES = List.of(new Renamed(path("old-dir"), path("new-dir")),
            new Renamed(path("lone"), path("away")));

    private Story() { }

    static void tell(Pair pair) throws IOException {
        begin(pair);
        pair.mirror();
        goOn(pair);
        pair.items.clear();
        pair.later();
    }

    private static void begin(Pair pair) throws IOException {
        pair.write(Side.LEFT, "edited", "edited 1");
        pair.write(Side.LEFT, "deep/er/edited", "deep 1");
        pair.write(Side.LEFT, "same", "same");
        pair.write(Side.LEFT, "mode", "mode");
        pair.write(Side.LEFT, "gone", "gone");
        pair.write(Side.LEFT, "gone-dir/a", "gone a");
        pair.write(Side.LEFT, "gone-dir/sub/b", "gone b");
        pair.write(Side.LEFT, "to-dir", "was a file");
        pair.write(Side.LEFT, "to-file/x", "was in a folder");
        pair.write(Side.LEFT, "to-file/sub/y", "was deep in a folder");
        pair.write(Side.LEFT, "old-dir/kept", "kept");
        pair.write(Side.LEFT, "old-dir/edited", "moved 1");
        pair.write(Side.LEFT, "lone", "lone");
        pair.left.link(path("link"), "target 1".getBytes(StandardCharsets.UTF_8));
    }

    private static void goOn(Pair pair) throws IOException {
        pair.later();
        pair.left.rename(path("old-dir"), path("new-dir"));
        pair.left.rename(path("lone"), path("away"));
        pair.write(Side.LEFT, "new-dir/edited", "moved 2");
        pair.write(Side.LEFT, "edited", "edited 2, which is longer");
        pair.write(Side.LEFT, "deep/er/edited", "deep 2");
        pair.write(Side.LEFT, "fresh/one", "fresh");
        pair.write(Side.LEFT, "fresh/two", "");
        pair.left.chmod(path("mode"), 0600);
        pair.left.delete(path("gone"));
        pair.left.delete(path("gone-dir"));
        pair.left.delete(path("to-dir"));
        pair.write(Side.LEFT, "to-dir/in", "in a folder now");
        pair.left.delete(path("to-file"));
        pair.write(Side.LEFT, "to-file", "is a file now");
        pair.left.delete(path("link"));
        pair.left.link(path("link"), "target 2".getBytes(StandardCharsets.UTF_8));
    }

    static Plan plan(Pair pair) throws IOException {
        return Mirror.plan(pair, RENAMES);
    }
}
