package dev.tandem.backup.internal.format;

import java.security.SecureRandom;

/** Arithmetic of polynomials over GF(2), bit {@code n} of a {@code long} being the coefficient of {@code x^n}. */
public final class Polynomials {
    /** The degree restic's chunker wants. */
    public static final int DEGREE = 53;

    private Polynomials() {
    }

    /** Returns the degree; -1 for the zero polynomial. */
    public static int degree(long polynomial) {
        return 63 - Long.numberOfLeadingZeros(polynomial);
    }

    /**
     * Returns the remainder of {@code dividend} by {@code divisor}.
     *
     * @throws ArithmeticException if {@code divisor} is zero
     */
    public static long mod(long dividend, long divisor) {
        if (divisor == 0) {
            throw new ArithmeticException("division by the zero polynomial");
        }
        int degree = degree(divisor);
        long rest = dividend;
        for (int d = degree(rest); d >= degree; d = degree(rest)) {
            rest ^= divisor << (d - degree);
        }
        return rest;
    }

    /** Tells whether the polynomial is not constant and has no factor of a lower degree (Ben-Or's test). */
    public static boolean irreducible(long polynomial) {
        int degree = degree(polynomial);
        if (degree < 1 || degree > 62) {
            return false;
        }
        long power = mod(2, polynomial);
        for (int i = 1; i <= degree / 2; i++) {
            power = multiply(power, power, polynomial);
            if (gcd(polynomial, power ^ mod(2, polynomial)) != 1) {
                return false;
            }
        }
        return true;
    }

    /** Draws an irreducible polynomial of degree {@value #DEGREE} with a constant term. */
    public static long random(SecureRandom random) {
        while (true) {
            long candidate = (random.nextLong() & ((1L << DEGREE) - 1)) | (1L << DEGREE) | 1;
            if (irreducible(candidate)) {
                return candidate;
            }
        }
    }

    /** Returns the polynomial in hexadecimal as a config file holds it: lower case, no padding. */
    public static String toHex(long polynomial) {
        return Long.toHexString(polynomial);
    }

    /** Parses what {@link #toHex} wrote; the polynomial may still be unfit for a chunker. */
    public static long parseHex(String hex) throws DamagedException {
        try {
            if (!hex.startsWith("+")) {
                return Long.parseUnsignedLong(hex, 16);
            }
        } catch (NumberFormatException malformed) {
            throw new DamagedException("not a polynomial: '" + hex + "'", malformed);
        }
        throw new DamagedException("not a polynomial: '" + hex + "'");
    }

    private static long gcd(long a, long b) {
        long x = a;
        long y = b;
        while (y != 0) {
            long rest = mod(x, y);
            x = y;
            y = rest;
        }
        return x;
    }

    private static long multiply(long a, long b, long modulus) {
        int degree = degree(modulus);
        long product = 0;
        for (int i = degree(b); i >= 0; i--) {
            product <<= 1;
            if (degree(product) == degree) {
                product ^= modulus;
            }
            if ((b >>> i & 1) != 0) {
                product ^= a;
            }
        }
        return product;
    }
}
