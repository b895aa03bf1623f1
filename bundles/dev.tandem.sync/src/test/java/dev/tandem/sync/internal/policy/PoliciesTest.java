package dev.tandem.sync.internal.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import dev.tandem.sync.spi.Resolution.KeepBoth;
import dev.tandem.sync.spi.Resolution.Prefer;
import dev.tandem.sync.spi.Resolution.Undecided;
import dev.tandem.sync.spi.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each policy says. */
class PoliciesTest {
    private static final Version OLD_LARGE = file(9, 100, "a");
    private static final Version NEW_SMALL = file(5, 200, "b");

    private static Version file(long size, long time, String content) {
        return new Version(FileType.FILE, size, Instant.ofEpochSecond(time), content);
    }

    private static Conflict conflict(Version left, Version right) {
        return new Conflict(RawPath.of("f"), Conflict.Kind.EDIT_EDIT, Optional.empty(), Optional.ofNullable(left),
                Optional.ofNullable(right));
    }

    private static void says(Resolution expected, ConflictPolicy policy, Version left, Version right) {
        assertEquals(expected, policy.resolve(conflict(left, right)));
    }

    @Test
    void theVersionWithMoreOfItWins() {
        says(new Prefer(Side.RIGHT), new Newer(), OLD_LARGE, NEW_SMALL);
        says(new Prefer(Side.LEFT), new Older(), OLD_LARGE, NEW_SMALL);
        says(new Prefer(Side.LEFT), new Larger(), OLD_LARGE, NEW_SMALL);
        says(new Prefer(Side.RIGHT), new Smaller(), OLD_LARGE, NEW_SMALL);
    }

    @Test
    void whatCannotBeComparedIsNotDecided() {
        for (ConflictPolicy policy : List.of(new Newer(), new Older(), new Larger(), new Smaller())) {
            says(new Undecided(), policy, OLD_LARGE, file(9, 100, "c"));
            says(new Undecided(), policy, OLD_LARGE, null);
            says(new Undecided(), policy, null, OLD_LARGE);
            says(new Undecided(), policy, OLD_LARGE, new Version(FileType.DIRECTORY, 1, Instant.EPOCH, ""));
        }
    }

    @Test
    void aSideIsPreferredWhateverItHas() {
        says(new Prefer(Side.LEFT), new PreferLeft(), OLD_LARGE, NEW_SMALL);
        says(new Prefer(Side.RIGHT), new PreferRight(), NEW_SMALL, null);
    }

    @Test
    void nothingIsDecidedWhereAPersonDoes() {
        says(new Resolution.Ask(), new Ask(), OLD_LARGE, NEW_SMALL);
        says(new Resolution.Skip(), new Skip(), OLD_LARGE, NEW_SMALL);
    }

    @Test
    void ofBothTheNewerKeepsTheName() {
        ConflictPolicy both = new dev.tandem.sync.internal.policy.KeepBoth();
        says(new KeepBoth(Side.RIGHT), both, OLD_LARGE, NEW_SMALL);
        says(new KeepBoth(Side.LEFT), both, NEW_SMALL, OLD_LARGE);
    }

    @Test
    void whichKeepsTheNameDoesNotDependOnTheSide() {
        ConflictPolicy both = new dev.tandem.sync.internal.policy.KeepBoth();
        says(new KeepBoth(Side.RIGHT), both, file(1, 1, "a"), file(1, 1, "b"));
        says(new KeepBoth(Side.LEFT), both, file(1, 1, "b"), file(1, 1, "a"));
        Version directory = new Version(FileType.DIRECTORY, 0, Instant.EPOCH, "");
        says(new KeepBoth(Side.LEFT), both, directory, NEW_SMALL);
        says(new KeepBoth(Side.RIGHT), both, NEW_SMALL, directory);
        says(new KeepBoth(Side.RIGHT), both, null, NEW_SMALL);
        says(new KeepBoth(Side.LEFT), both, NEW_SMALL, null);
    }
}
