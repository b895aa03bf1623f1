package dev.tandem.backup.internal.format;

import java.util.Random;

/**
 * Checks a rule on generated input of growing size. The seed is fixed, so that a failure comes back; the system
 * property {@code tandem.seed} sets another.
 */
public final class Property {
    private static final long SEED = Long.getLong("tandem.seed", 20_261_101);

    /** A rule: fails by throwing. */
    public interface Rule {
        void check(Random random, int size) throws Exception;
    }

    private Property() {
    }

    /** Checks {@code rule} with every size from 0 to {@code sizes - 1}, and reports the smallest that fails. */
    public static void holds(int sizes, Rule rule) {
        for (int size = 0; size < sizes; size++) {
            long seed = SEED + size;
            try {
                rule.check(new Random(seed), size);
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("fails at size " + size + " with -Dtandem.seed=" + SEED, failure);
            }
        }
    }

    public static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
