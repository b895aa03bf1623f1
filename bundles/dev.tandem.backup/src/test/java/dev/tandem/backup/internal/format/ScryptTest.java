package dev.tandem.backup.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScryptTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 16, 1, 1, 77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906",
        "password, NaCl, 1024, 8, 16, fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
        "pleaseletmein, SodiumChloride, 16384, 8, 1, 7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"})
    void theVectorsOfRfc7914Hold(String password, String salt, int n, int r, int p, String expected) {
        byte[] derived = Scrypt.derive(password.getBytes(StandardCharsets.US_ASCII),
                salt.getBytes(StandardCharsets.US_ASCII), n, r, p, 64);
        assertEquals(expected, HexFormat.of().formatHex(derived));
    }

    @Test
    void aPasswordLongerThanAHashBlockIsHashedFirst() {
        byte[] password = new byte[65];
        byte[] hashed = Resources.sha256(password, 0, password.length);
        byte[] salt = {1, 2, 3};
        assertEquals(HexFormat.of().formatHex(Scrypt.derive(hashed, salt, 2, 1, 1, 40)),
                HexFormat.of().formatHex(Scrypt.derive(password, salt, 2, 1, 1, 40)));
    }

    @ParameterizedTest
    @CsvSource({"0, 8, 1", "1, 8, 1", "3, 8, 1", "-2147483648, 8, 1", "2, 0, 1", "2, 1, 0", "2, 65536, 16384"})
    void parametersAgainstTheRfcAreRefused(int n, int r, int p) {
        assertFalse(Scrypt.accepts(n, r, p));
        assertThrows(IllegalArgumentException.class, () -> Scrypt.derive(new byte[1], new byte[64], n, r, p, 64));
    }

    @Test
    void aKeyFileCannotAskForEndlessMemoryOrTime() {
        assertTrue(Scrypt.accepts(1 << 20, 8, 1));
        assertFalse(Scrypt.accepts(1 << 21, 8, 1));
        assertFalse(Scrypt.accepts(1 << 30, 1 << 29, 1));
        assertTrue(Scrypt.accepts(1 << 15, 8, 7));
        assertFalse(Scrypt.accepts(1 << 20, 8, 1 << 20));
        assertThrows(IllegalArgumentException.class, () -> Scrypt.derive(new byte[1], new byte[64], 1 << 21, 8, 1, 64));
    }
}
