package dev.tandem.example.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import dev.tandem.sync.spi.Version;
import dev.tandem.tck.ConflictPolicyContract;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of policies, and what this one decides. */
class GrownTest extends ConflictPolicyContract {
    @Override
    protected ConflictPolicy policy() {
        return new Grown();
    }

    private Resolution decided(Version base, Version left, Version right) {
        return policy().resolve(new Conflict(RawPath.of("diary.txt"), Conflict.Kind.EDIT_EDIT,
                Optional.ofNullable(base), Optional.ofNullable(left), Optional.ofNullable(right)));
    }

    private static Version file(long size) {
        return new Version(FileType.FILE, size, Instant.EPOCH, "content of " + size);
    }

    @Test
    void theEditThatAddedMoreWins() {
        assertEquals(new Resolution.Prefer(Side.LEFT), decided(file(10), file(15), file(12)));
        assertEquals(new Resolution.Prefer(Side.RIGHT), decided(file(10), file(3), file(12)));
        assertEquals(new Resolution.Prefer(Side.RIGHT), decided(null, file(3), file(12)));
    }

    @Test
    void anEditWinsOverADeletion() {
        assertEquals(new Resolution.Prefer(Side.RIGHT), decided(file(10), null, file(1)));
    }

    @Test
    void ofTwoThatDidNotGrowBothStay() {
        assertEquals(new Resolution.Undecided(), decided(file(10), file(3), file(4)));
    }
}
