package dev.tandem.backup.internal.engine.proof;

import dev.tandem.backup.internal.engine.Selection;
import dev.tandem.model.RawPath;
import java.util.Set;

/** Which entries of a snapshot a proof restores. */
sealed interface Choice extends Selection {
    /** These files, and the directories above them. */
    record Files(Set<RawPath> files, Set<RawPath> above) implements Choice {
        @Override
        public boolean selects(RawPath path) {
            return files.contains(path);
        }

        @Override
        public boolean mayReachBelow(RawPath directory) {
            return above.contains(directory);
        }
    }

    /** Entries whose lot is not above a limit. */
    record Drawn(Lot lot, double limit) implements Choice {
        @Override
        public boolean selects(RawPath path) {
            return lot.of(path) <= limit;
        }

        @Override
        public boolean mayReachBelow(RawPath directory) {
            return true;
        }
    }
}
