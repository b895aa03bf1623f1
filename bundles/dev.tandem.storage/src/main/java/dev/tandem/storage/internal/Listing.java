package dev.tandem.storage.internal;

import dev.tandem.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A listing that can be begun again as long as nobody was told of it. It is held back until it is complete; one that is
 * too long for that is told as it comes from then on.
 */
final class Listing implements Consumer<ObjectInfo> {
    /** About 4 MiB. */
    static final int HELD_BACK = 16 << 10;

    private final Consumer<? super ObjectInfo> sink;
    private final List<ObjectInfo> held = new ArrayList<>();
    private boolean told;

    Listing(Consumer<? super ObjectInfo> sink) {
        this.sink = sink;
    }

    @Override
    public void accept(ObjectInfo info) {
        if (!told && held.size() < HELD_BACK) {
            held.add(info);
        } else {
            tell();
            sink.accept(info);
        }
    }

    private void tell() {
        told = true;
        held.forEach(sink);
        held.clear();
    }

    /** Forgets what came so far, and returns whether that was possible. */
    boolean restart() {
        held.clear();
        return !told;
    }

    void complete() {
        tell();
    }
}
