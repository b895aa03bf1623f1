package dev.tandem.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Merger;
import dev.tandem.sync.spi.Resolution;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contracts of policies and mergers find those that break them. */
class SyncContractsTest {
    static class Silent extends ConflictPolicyContract {
        @Override
        protected ConflictPolicy policy() {
            return conflict -> conflict.kind() == Conflict.Kind.BLOCKED ? null : new Resolution.Skip();
        }
    }

    static class Counting extends ConflictPolicyContract {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        protected ConflictPolicy policy() {
            return conflict -> count.getAndIncrement() % 1000 == 7 ? new Resolution.Ask() : new Resolution.Skip();
        }
    }

    static class Lopsided extends ConflictPolicyContract {
        @Override
        protected ConflictPolicy policy() {
            return conflict -> new Resolution.Prefer(Side.LEFT);
        }
    }

    static class LopsidedAndSaysSo extends Lopsided {
        @Override
        protected boolean prefersASide() {
            return true;
        }
    }

    static class KeepsNothing extends ConflictPolicyContract {
        @Override
        protected ConflictPolicy policy() {
            return conflict -> new Resolution.KeepBoth(conflict.left().isEmpty() ? Side.LEFT : Side.RIGHT);
        }

        @Override
        protected boolean prefersASide() {
            return true;
        }
    }

    @Test
    void aPolicyWithoutAnAnswerIsFound() {
        assertTrue(Runs.of(Silent.class).failed().contains("everyConflictGetsAnAnswer"));
    }

    @Test
    void aPolicyThatAnswersAnewIsFound() {
        assertTrue(Runs.of(Counting.class).failed()
                .contains("theSameConflictGetsTheSameAnswerWhateverWasAskedBefore"));
    }

    @Test
    void aPolicyForOneSideIsFoundUnlessItSaysSo() {
        assertEquals(Set.of("theSwappedConflictGetsTheSwappedAnswer"), Runs.of(Lopsided.class).failed());
        assertEquals(Set.of(), Runs.of(LopsidedAndSaysSo.class).failed());
    }

    @Test
    void aPolicyThatGivesTheNameToNothingIsFound() {
        assertEquals(Set.of("ofBothVersionsOneThatIsThereKeepsTheName"), Runs.of(KeepsNothing.class).failed());
    }

    /** Two bytes, each merged by itself. */
    private static class Pairs implements Merger {
        @Override
        public String name() {
            return "pairs";
        }

        @Override
        public boolean accepts(RawPath path) {
            return path.toString().endsWith(".pair");
        }

        @Override
        public Optional<byte[]> merge(byte[] base, byte[] left, byte[] right) throws IOException {
            if (base.length != 2 || left.length != 2 || right.length != 2) {
                throw new IOException("a pair has two bytes");
            }
            byte[] merged = new byte[2];
            for (int i = 0; i < 2; i++) {
                if (left[i] != base[i] && right[i] != base[i] && left[i] != right[i]) {
                    return Optional.empty();
                }
                merged[i] = left[i] != base[i] ? left[i] : right[i];
            }
            return Optional.of(merged);
        }
    }

    static class Sound extends MergerContract {
        @Override
        protected Merger merger() {
            return new Pairs();
        }

        @Override
        protected List<String> accepted() {
            return List.of("a.pair");
        }

        @Override
        protected List<String> refused() {
            return List.of("a.txt");
        }

        @Override
        protected List<String> versions() {
            return List.of("ab", "Ab", "aB", "xb");
        }
    }

    static class Unchecked extends Sound {
        @Override
        protected Merger merger() {
            return new Pairs() {
                @Override
                public Optional<byte[]> merge(byte[] base, byte[] left, byte[] right) throws IOException {
                    return base[1] == 'b' ? super.merge(base, left, right) : super.merge(base, right, left);
                }
            };
        }
    }

    static class Careless extends Sound {
        @Override
        protected Merger merger() {
            return new Pairs() {
                @Override
                public Optional<byte[]> merge(byte[] base, byte[] left, byte[] right) throws IOException {
                    Optional<byte[]> merged = super.merge(base, left, right);
                    return merged.isPresent() ? merged : Optional.of(left);
                }
            };
        }
    }

    static class Scribbling extends Sound {
        @Override
        protected Merger merger() {
            return new Pairs() {
                @Override
                public Optional<byte[]> merge(byte[] base, byte[] left, byte[] right) throws IOException {
                    Optional<byte[]> merged = super.merge(base, left.clone(), right);
                    Arrays.fill(left, (byte) 'z');
                    return merged;
                }
            };
        }
    }

    @Test
    void aSoundMergerHoldsTheContract() {
        assertEquals(Set.of(), Runs.of(Sound.class).failed());
    }

    @Test
    void anUncheckedExceptionIsFound() {
        assertEquals(Set.of("whatIsNoSuchFileIsRefusedInWords"), Runs.of(Unchecked.class).failed());
    }

    @Test
    void aMergerThatTakesOneSideIsFound() {
        assertEquals(Set.of("swappedSidesMakeTheSameMerge"), Runs.of(Careless.class).failed());
    }

    @Test
    void aMergerThatChangesAVersionIsFound() {
        assertTrue(Runs.of(Scribbling.class).failed().contains("theVersionsStayAsTheyAre"));
    }
}
