package dev.tandem.sync.internal.policy;

import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.tck.ConflictPolicyContract;
import org.junit.jupiter.api.Nested;

/** The contract of policies, held by each of ours. */
class PolicyContractTest {
    private abstract static class Of extends ConflictPolicyContract {
        private final ConflictPolicy policy;

        Of(ConflictPolicy policy) {
            this.policy = policy;
        }

        @Override
        protected ConflictPolicy policy() {
            return policy;
        }
    }

    private abstract static class OfASide extends Of {
        OfASide(ConflictPolicy policy) {
            super(policy);
        }

        @Override
        protected boolean prefersASide() {
            return true;
        }
    }

    @Nested
    class AskHoldsIt extends Of {
        AskHoldsIt() {
            super(new Ask());
        }
    }

    @Nested
    class KeepBothHoldsIt extends Of {
        KeepBothHoldsIt() {
            super(new KeepBoth());
        }
    }

    @Nested
    class LargerHoldsIt extends Of {
        LargerHoldsIt() {
            super(new Larger());
        }
    }

    @Nested
    class MergeHoldsIt extends Of {
        MergeHoldsIt() {
            super(new Merge());
        }
    }

    @Nested
    class NewerHoldsIt extends Of {
        NewerHoldsIt() {
            super(new Newer());
        }
    }

    @Nested
    class OlderHoldsIt extends Of {
        OlderHoldsIt() {
            super(new Older());
        }
    }

    @Nested
    class PreferLeftHoldsIt extends OfASide {
        PreferLeftHoldsIt() {
            super(new PreferLeft());
        }
    }

    @Nested
    class PreferRightHoldsIt extends OfASide {
        PreferRightHoldsIt() {
            super(new PreferRight());
        }
    }

    @Nested
    class SkipHoldsIt extends Of {
        SkipHoldsIt() {
            super(new Skip());
        }
    }

    @Nested
    class SmallerHoldsIt extends Of {
        SmallerHoldsIt() {
            super(new Smaller());
        }
    }
}
