package dev.tandem.backup.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolynomialsTest {
    @Test
    void theDegreeIsThatOfTheHighestTerm() {
        assertEquals(-1, Polynomials.degree(0));
        assertEquals(0, Polynomials.degree(1));
        assertEquals(53, Polynomials.degree(0x3DA3358B4DC173L));
        assertEquals(63, Polynomials.degree(-1));
    }

    @Test
    void aMultiplePlusARestLeavesTheRest() {
        Property.holds(500, (random, size) -> {
            long divisor = random.nextInt(1, 1 << 20);
            long factor = random.nextInt(1 << 30);
            long rest = Polynomials.mod(random.nextLong(), divisor);
            assertTrue(Polynomials.degree(rest) < Polynomials.degree(divisor));
            assertEquals(rest, Polynomials.mod(times(divisor, factor) ^ rest, divisor));
        });
        assertThrows(ArithmeticException.class, () -> Polynomials.mod(5, 0));
    }

    @Test
    void irreducibleAgreesWithTrialDivision() {
        for (long polynomial = 0; polynomial < 4096; polynomial++) {
            boolean expected = polynomial > 1;
            for (long divisor = 2; Polynomials.degree(divisor) < Polynomials.degree(polynomial); divisor++) {
                expected &= Polynomials.mod(polynomial, divisor) != 0;
            }
            assertEquals(expected, Polynomials.irreducible(polynomial), Polynomials.toHex(polynomial));
        }
    }

    @Test
    void thePolynomialsOfResticAreIrreducibleAndProductsAreNot() {
        assertTrue(Polynomials.irreducible(0x3DA3358B4DC173L));
        assertTrue(Polynomials.irreducible(0x3f733c0fac8b0fL));
        assertFalse(Polynomials.irreducible(times(0x4000003L | 1L << 25, 0x8000027L)));
    }

    @Test
    void aRandomOneIsFitForAChunker() {
        SecureRandom random = new SecureRandom();
        long first = Polynomials.random(random);
        assertEquals(53, Polynomials.degree(first));
        assertTrue(Polynomials.irreducible(first));
        assertFalse(first == Polynomials.random(random));
    }

    @Test
    void hexadecimalIsLowerCaseWithoutPadding() throws DamagedException {
        assertEquals("3da3358b4dc173", Polynomials.toHex(0x3DA3358B4DC173L));
        assertEquals(0x3DA3358B4DC173L, Polynomials.parseHex("3DA3358B4DC173"));
        assertEquals(-1L, Polynomials.parseHex(Polynomials.toHex(-1L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x3d", "+3d", "-3d", " 3d", "g", "11111111111111111"})
    void anythingElseIsDamaged(String text) {
        assertThrows(DamagedException.class, () -> Polynomials.parseHex(text));
    }

    private static long times(long a, long b) {
        long product = 0;
        for (int i = 0; i < 64; i++) {
            product ^= (b >>> i & 1) == 0 ? 0 : a << i;
        }
        return product;
    }
}
