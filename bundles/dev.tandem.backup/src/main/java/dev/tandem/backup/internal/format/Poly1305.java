package dev.tandem.backup.internal.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The one-time authenticator Poly1305 (RFC 8439, section 2.5) with its two key halves apart, as Poly1305-AES needs
 * them. Stateless.
 */
public final class Poly1305 {
    /** Bytes of a tag, of {@code r}, and of {@code s}. */
    public static final int LENGTH = 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long CLAMP_LOW = 0x0ffffffc0fffffffL;
    private static final long CLAMP_HIGH = 0x0ffffffc0ffffffcL;

    private final long r0;
    private final long r1;
    // r1 times 2^128, modulo the prime 2^130 - 5, over 4: exact, as clamping makes r1 a multiple of 4.
    private final long fiveQuartersOfR1;
    // The sum so far: the clamped key is small enough for it to need two limbs of 64 bits and three bits above.
    private long h0;
    private long h1;
    private long h2;

    private Poly1305(byte[] r) {
        r0 = (long) LONGS.get(r, 0) & CLAMP_LOW;
        r1 = (long) LONGS.get(r, 8) & CLAMP_HIGH;
        fiveQuartersOfR1 = r1 + (r1 >>> 2);
    }

    /**
     * Writes the tag of {@code length} bytes of {@code message} from {@code offset}.
     *
     * @param r         the multiplier, clamped here
     * @param s         the summand, to be used for one message only
     * @param out       receives {@value #LENGTH} bytes
     * @param outOffset where they start
     */
    public static void mac(byte[] message, int offset, int length, byte[] r, byte[] s, byte[] out, int outOffset) {
        Poly1305 sum = new Poly1305(r);
        int whole = length & -LENGTH;
        sum.absorb(message, offset, whole, 1);
        if (whole < length) {
            byte[] last = new byte[LENGTH];
            System.arraycopy(message, offset + whole, last, 0, length - whole);
            last[length - whole] = 1;
            sum.absorb(last, 0, LENGTH, 0);
        }
        sum.finish(s, out, outOffset);
    }

    private void absorb(byte[] message, int offset, int length, long topBit) {
        final long r0 = this.r0;
        final long r1 = this.r1;
        final long s1 = fiveQuartersOfR1;
        long h0 = this.h0;
        long h1 = this.h1;
        long h2 = this.h2;
        for (int i = offset, end = offset + length; i < end; i += LENGTH) {
            long m0 = (long) LONGS.get(message, i);
            long m1 = (long) LONGS.get(message, i + 8);
            h0 += m0;
            long c = carry(h0, m0);
            h1 += c;
            c = carry(h1, c);
            h1 += m1;
            h2 += topBit + c + carry(h1, m1);

            long low = h1 * s1;
            long d0 = h0 * r0 + low;
            long d0High = Math.unsignedMultiplyHigh(h0, r0) + Math.unsignedMultiplyHigh(h1, s1) + carry(d0, low);
            long middle = h1 * r0;
            long d1 = h0 * r1 + middle;
            long d1High = Math.unsignedMultiplyHigh(h0, r1) + Math.unsignedMultiplyHigh(h1, r0) + carry(d1, middle);
            long top = h2 * s1;
            d1 += top;
            d1High += carry(d1, top);
            h1 = d1 + d0High;
            h2 = h2 * r0 + d1High + carry(h1, d0High);

            // 2^130 is 5 modulo the prime: what is above comes back below five times.
            long above = (h2 >>> 2) + (h2 & -4);
            h2 &= 3;
            h0 = d0 + above;
            c = carry(h0, above);
            h1 += c;
            h2 += carry(h1, c);
        }
        this.h0 = h0;
        this.h1 = h1;
        this.h2 = h2;
    }

    private void finish(byte[] s, byte[] out, int outOffset) {
        long g0 = h0 + 5;
        long g1 = h1 + carry(g0, 5);
        long g2 = h2 + (g1 == 0 ? carry(g0, 5) : 0);
        // All ones where the sum is not below the prime; no branch may depend on it.
        long mask = -(g2 >>> 2);
        long f0 = (h0 & ~mask) | (g0 & mask);
        long f1 = (h1 & ~mask) | (g1 & mask);
        long s0 = (long) LONGS.get(s, 0);
        f0 += s0;
        f1 += (long) LONGS.get(s, 8) + carry(f0, s0);
        LONGS.set(out, outOffset, f0);
        LONGS.set(out, outOffset + 8, f1);
    }

    private static long carry(long sum, long summand) {
        return Long.compareUnsigned(sum, summand) < 0 ? 1 : 0;
    }
}
