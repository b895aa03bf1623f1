package dev.tandem.backup.internal.engine.proof;

import dev.tandem.backup.Proof.Failure;
import dev.tandem.model.RawPath;
import java.util.ArrayList;
import java.util.List;

/** What is not as it must be: counted, and the first of it kept. */
final class Failed {
    private static final int KEPT = 100;

    private final List<Failure> kept = new ArrayList<>();
    private long count;

    void add(RawPath path, String message, Remedy remedy) {
        count++;
        if (kept.size() < KEPT) {
            kept.add(new Failure(path, message, remedy.text()));
        }
    }

    long count() {
        return count;
    }

    List<Failure> kept() {
        return kept;
    }
}
