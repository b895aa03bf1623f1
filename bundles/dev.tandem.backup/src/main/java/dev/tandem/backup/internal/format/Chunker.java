package dev.tandem.backup.internal.format;

/**
 * Cuts a file into chunks where its content says so (restic's chunker: a Rabin fingerprint over {@value #WINDOW}
 * bytes), so that equal stretches of files become equal chunks wherever they lie. For one thread.
 */
public final class Chunker {
    /** The least bytes of a chunk that is not the last of its file. */
    public static final int MIN = 512 * 1024;
    /** The most bytes of a chunk. */
    public static final int MAX = 8 * 1024 * 1024;

    static final int WINDOW = 64;

    // A chunk ends where these bits of the fingerprint are 0.
    private static final long MASK = (1 << 20) - 1;
    // The fingerprint of a place depends on the 64 bytes before it alone, so that several places can be computed side
    // by side: one alone would mostly wait for its own last step.
    private static final int LANE = 2 * 1024;
    private static final int STRETCH = 4 * LANE;

    private final long[] in;
    private final long[] out;
    private int next = MIN;

    /** What the fingerprint needs of a polynomial, to be shared by all chunkers of a repository. Immutable. */
    public static final class Tables {
        private final long[] in = new long[256];
        private final long[] out = new long[256];

        /**
         * Computes the tables.
         *
         * @throws IllegalArgumentException if the polynomial is not of degree 53 or reducible
         */
        public Tables(long polynomial) {
            if (Polynomials.degree(polynomial) != Polynomials.DEGREE || !Polynomials.irreducible(polynomial)) {
                throw new IllegalArgumentException("not an irreducible polynomial of degree " + Polynomials.DEGREE
                        + ": " + Polynomials.toHex(polynomial));
            }
            for (int b = 0; b < 256; b++) {
                long leaving = b;
                // 64 shifts, not 63: a byte is taken out in the step that shifts it out of the window, not before.
                for (int i = 0; i < WINDOW; i++) {
                    leaving = Polynomials.mod(leaving << 8, polynomial);
                }
                out[b] = leaving;
                in[b] = Polynomials.mod((long) b << Polynomials.DEGREE, polynomial) ^ ((long) b << Polynomials.DEGREE);
            }
        }
    }

    /** Makes a chunker for the polynomial of a repository, see {@link Tables#Tables}. */
    public Chunker(long polynomial) {
        this(new Tables(polynomial));
    }

    /** Makes a chunker that shares {@code tables}. */
    public Chunker(Tables tables) {
        in = tables.in;
        out = tables.out;
    }

    /** Starts a new chunk; needed before the first scan of a file, and done by itself after a cut. */
    public void reset() {
        next = MIN;
    }

    /**
     * Looks for the end of the chunk that starts at index 0 of {@code chunk}, going on where the last scan of the same
     * chunk found none.
     *
     * @param length bytes of the chunk there are so far, those of earlier scans unchanged among them
     * @return the length of the chunk, at most {@code length}; -1 when more bytes are needed. At the end of the file
     *         the caller takes what is left as the last chunk.
     */
    public int scan(byte[] chunk, int length) {
        int end = Math.min(length, MAX);
        while (next <= end) {
            int count = Math.min(STRETCH, end - next + 1);
            if (count < STRETCH || cutsIn(chunk, next)) {
                int cut = cut(chunk, next, count);
                if (cut >= 0) {
                    reset();
                    return cut;
                }
            }
            next += count;
        }
        if (next > MAX) {
            reset();
            return MAX;
        }
        return -1;
    }

    /** Tells whether the content wants a cut at any of the {@link #STRETCH} places from {@code from} on. */
    private boolean cutsIn(byte[] chunk, int from) {
        final long[] in = this.in;
        final long[] out = this.out;
        long d0 = before(chunk, from);
        long d1 = before(chunk, from + LANE);
        long d2 = before(chunk, from + 2 * LANE);
        long d3 = before(chunk, from + 3 * LANE);
        for (int i = from - 1, end = i + LANE; i < end; i++) {
            d0 = step(chunk, i, d0, in, out);
            d1 = step(chunk, i + LANE, d1, in, out);
            d2 = step(chunk, i + 2 * LANE, d2, in, out);
            d3 = step(chunk, i + 3 * LANE, d3, in, out);
            if (((d0 & MASK) - 1 | (d1 & MASK) - 1 | (d2 & MASK) - 1 | (d3 & MASK) - 1) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns the first of {@code count} places from {@code from} on where the content wants a cut; -1 for none. */
    private int cut(byte[] chunk, int from, int count) {
        long digest = before(chunk, from);
        for (int i = from - 1, end = i + count; i < end; i++) {
            digest = step(chunk, i, digest, in, out);
            if ((digest & MASK) == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private static long step(byte[] chunk, int i, long digest, long[] in, long[] out) {
        return (digest << 8) ^ (chunk[i] & 0xff ^ out[chunk[i - WINDOW] & 0xff]) ^ in[(int) (digest >>> 45) & 0xff];
    }

    /** Returns the fingerprint one byte before {@code end}. */
    private long before(byte[] chunk, int end) {
        long digest = 0;
        for (int i = end - 1 - WINDOW; i < end - 1; i++) {
            digest = ((digest << 8) | (chunk[i] & 0xff)) ^ in[(int) (digest >>> 45)];
        }
        return digest;
    }
}
