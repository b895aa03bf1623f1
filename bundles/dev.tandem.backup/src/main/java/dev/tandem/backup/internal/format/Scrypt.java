package dev.tandem.backup.internal.format;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The password hash scrypt (RFC 7914). It has its own HMAC, as the run time's refuses an empty password, which restic
 * repositories may have. Stateless.
 */
public final class Scrypt {
    /** The most memory a derivation may take, in bytes: a key file from a stranger says how much it wants. */
    public static final long MAX_MEMORY = 1L << 30;

    // What a derivation may cost beyond its memory: some 16 passes over the most of that, the better part of a minute.
    private static final long MAX_WORK = 16 * MAX_MEMORY;
    private static final long MAX_LANE_IN_PARALLEL = 32L << 20;
    private static final int HASH = 32;
    private static final int HASH_BLOCK = 64;
    private static final int SALSA = 16;

    private Scrypt() {
    }

    /**
     * Derives {@code length} bytes.
     *
     * @param password possibly empty; not kept
     * @param salt     any bytes
     * @param n        cost, a power of two above 1
     * @param r        block size
     * @param p        parallelisation
     * @throws IllegalArgumentException if the parameters break RFC 7914 or take more than {@link #MAX_MEMORY}
     */
    public static byte[] derive(byte[] password, byte[] salt, int n, int r, int p, int length) {
        check(n, r, p, length);
        byte[] blocks = pbkdf2(password, salt, 128 * r * p);
        try {
            IntStream lanes = IntStream.range(0, p);
            // The lanes do not depend on each other; each takes the memory of all of them one after the other.
            boolean small = 128L * r * n <= MAX_LANE_IN_PARALLEL;
            (small ? lanes.parallel() : lanes).forEach(lane -> mixLane(blocks, 128 * r * lane, n, r));
            return pbkdf2(password, blocks, length);
        } finally {
            Arrays.fill(blocks, (byte) 0);
        }
    }

    private static void mixLane(byte[] blocks, int offset, int n, int r) {
        int words = 32 * r;
        int[] x = new int[words];
        int[] y = new int[words];
        int[] sum = new int[SALSA];
        int[] v = new int[words * n];
        try {
            load(blocks, offset, x);
            mix(x, y, v, n, r, sum);
            store(x, blocks, offset);
        } finally {
            Arrays.fill(x, 0);
            Arrays.fill(y, 0);
            Arrays.fill(sum, 0);
            Arrays.fill(v, 0);
        }
    }

    /** Tells whether {@link #derive} takes these parameters. */
    public static boolean accepts(int n, int r, int p) {
        return n > 1 && Integer.bitCount(n) == 1 && r > 0 && p > 0 && (long) r * p < 1 << 30
                && 128L * r * n <= MAX_MEMORY && 128L * r * p <= MAX_MEMORY && 128L * r * n * p <= MAX_WORK;
    }

    private static void check(int n, int r, int p, int length) {
        if (!accepts(n, r, p) || length < 1) {
            throw new IllegalArgumentException("scrypt with N=" + n + ", r=" + r + ", p=" + p + " for " + length
                    + " bytes is against RFC 7914, or takes more memory or time than any honest key needs");
        }
    }

    private static void load(byte[] in, int offset, int[] out) {
        for (int i = 0, at = offset; i < out.length; i++, at += 4) {
            out[i] = in[at] & 0xff | (in[at + 1] & 0xff) << 8 | (in[at + 2] & 0xff) << 16 | in[at + 3] << 24;
        }
    }

    private static void store(int[] in, byte[] out, int offset) {
        for (int i = 0, at = offset; i < in.length; i++, at += 4) {
            out[at] = (byte) in[i];
            out[at + 1] = (byte) (in[i] >>> 8);
            out[at + 2] = (byte) (in[i] >>> 16);
            out[at + 3] = (byte) (in[i] >>> 24);
        }
    }

    private static void mix(int[] x, int[] y, int[] v, int n, int r, int[] sum) {
        int words = x.length;
        for (int i = 0; i < n; i++) {
            System.arraycopy(x, 0, v, i * words, words);
            blockMix(x, y, r, sum);
        }
        for (int i = 0; i < n; i++) {
            int from = (x[words - SALSA] & (n - 1)) * words;
            for (int k = 0; k < words; k++) {
                x[k] ^= v[from + k];
            }
            blockMix(x, y, r, sum);
        }
    }

    private static void blockMix(int[] x, int[] y, int r, int[] sum) {
        System.arraycopy(x, x.length - SALSA, sum, 0, SALSA);
        for (int i = 0; i < 2 * r; i++) {
            int to = SALSA * ((i & 1) * r + (i >>> 1));
            salsa(sum, x, SALSA * i, y, to);
        }
        System.arraycopy(y, 0, x, 0, x.length);
    }

    private static void salsa(int[] sum, int[] in, int at, int[] out, int to) {
        for (int k = 0; k < SALSA; k++) {
            sum[k] ^= in[at + k];
        }
        int x0 = sum[0];
        int x1 = sum[1];
        int x2 = sum[2];
        int x3 = sum[3];
        int x4 = sum[4];
        int x5 = sum[5];
        int x6 = sum[6];
        int x7 = sum[7];
        int x8 = sum[8];
        int x9 = sum[9];
        int x10 = sum[10];
        int x11 = sum[11];
        int x12 = sum[12];
        int x13 = sum[13];
        int x14 = sum[14];
        int x15 = sum[15];
        for (int round = 0; round < 8; round += 2) {
            x4 ^= Integer.rotateLeft(x0 + x12, 7);
            x8 ^= Integer.rotateLeft(x4 + x0, 9);
            x12 ^= Integer.rotateLeft(x8 + x4, 13);
            x0 ^= Integer.rotateLeft(x12 + x8, 18);
            x9 ^= Integer.rotateLeft(x5 + x1, 7);
            x13 ^= Integer.rotateLeft(x9 + x5, 9);
            x1 ^= Integer.rotateLeft(x13 + x9, 13);
            x5 ^= Integer.rotateLeft(x1 + x13, 18);
            x14 ^= Integer.rotateLeft(x10 + x6, 7);
            x2 ^= Integer.rotateLeft(x14 + x10, 9);
            x6 ^= Integer.rotateLeft(x2 + x14, 13);
            x10 ^= Integer.rotateLeft(x6 + x2, 18);
            x3 ^= Integer.rotateLeft(x15 + x11, 7);
            x7 ^= Integer.rotateLeft(x3 + x15, 9);
            x11 ^= Integer.rotateLeft(x7 + x3, 13);
            x15 ^= Integer.rotateLeft(x11 + x7, 18);
            x1 ^= Integer.rotateLeft(x0 + x3, 7);
            x2 ^= Integer.rotateLeft(x1 + x0, 9);
            x3 ^= Integer.rotateLeft(x2 + x1, 13);
            x0 ^= Integer.rotateLeft(x3 + x2, 18);
            x6 ^= Integer.rotateLeft(x5 + x4, 7);
            x7 ^= Integer.rotateLeft(x6 + x5, 9);
            x4 ^= Integer.rotateLeft(x7 + x6, 13);
            x5 ^= Integer.rotateLeft(x4 + x7, 18);
            x11 ^= Integer.rotateLeft(x10 + x9, 7);
            x8 ^= Integer.rotateLeft(x11 + x10, 9);
            x9 ^= Integer.rotateLeft(x8 + x11, 13);
            x10 ^= Integer.rotateLeft(x9 + x8, 18);
            x12 ^= Integer.rotateLeft(x15 + x14, 7);
            x13 ^= Integer.rotateLeft(x12 + x15, 9);
            x14 ^= Integer.rotateLeft(x13 + x12, 13);
            x15 ^= Integer.rotateLeft(x14 + x13, 18);
        }
        sum[0] += x0;
        sum[1] += x1;
        sum[2] += x2;
        sum[3] += x3;
        sum[4] += x4;
        sum[5] += x5;
        sum[6] += x6;
        sum[7] += x7;
        sum[8] += x8;
        sum[9] += x9;
        sum[10] += x10;
        sum[11] += x11;
        sum[12] += x12;
        sum[13] += x13;
        sum[14] += x14;
        sum[15] += x15;
        System.arraycopy(sum, 0, out, to, SALSA);
    }

    /** PBKDF2-HMAC-SHA256 (RFC 8018) of one iteration, all that scrypt asks for. */
    private static byte[] pbkdf2(byte[] password, byte[] salt, int length) {
        MessageDigest sha256 = sha256();
        byte[] key = Arrays.copyOf(password.length > HASH_BLOCK ? sha256.digest(password) : password, HASH_BLOCK);
        byte[] inner = pad(key, 0x36);
        byte[] outer = pad(key, 0x5c);
        byte[] derived = new byte[length];
        for (int done = 0, block = 1; done < length; done += HASH, block++) {
            sha256.update(inner);
            sha256.update(salt);
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, block));
            byte[] hash = sha256.digest();
            sha256.update(outer);
            hash = sha256.digest(hash);
            System.arraycopy(hash, 0, derived, done, Math.min(HASH, length - done));
            Arrays.fill(hash, (byte) 0);
        }
        Arrays.fill(key, (byte) 0);
        Arrays.fill(inner, (byte) 0);
        Arrays.fill(outer, (byte) 0);
        return derived;
    }

    private static byte[] pad(byte[] key, int with) {
        byte[] pad = key.clone();
        for (int i = 0; i < pad.length; i++) {
            pad[i] ^= (byte) with;
        }
        return pad;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java run time has SHA-256", missing);
        }
    }
}
