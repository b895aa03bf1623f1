package dev.tandem.sync.spi;

import dev.tandem.sync.Side;
import java.util.Objects;

/** How a conflict is decided. */
public sealed interface Resolution {
    /**
     * Both versions stay, on both sides, the second one under a name of its own.
     *
     * @param keepsName the side whose version keeps the name
     */
    record KeepBoth(Side keepsName) implements Resolution {
        public KeepBoth {
            Objects.requireNonNull(keepsName);
        }
    }

    /** The version of one side replaces the other. */
    record Prefer(Side winner) implements Resolution {
        public Prefer {
            Objects.requireNonNull(winner);
        }
    }

    /**
     * Both edits are brought together in one file by a {@link Merger}, where the content of before is still known and they
     * do not overlap; {@code keep-both} decides where that fails.
     */
    record Merge() implements Resolution { }

    /** Nothing is done; the next run finds it again. */
    record Skip() implements Resolution { }

    /** Nothing is done until a person decides. */
    record Ask() implements Resolution { }

    /** This policy cannot tell; {@code keep-both} decides. */
    record Undecided() implements Resolution { }
}
