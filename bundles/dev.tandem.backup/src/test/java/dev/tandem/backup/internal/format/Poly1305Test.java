package dev.tandem.backup.internal.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Poly1305Test {
    private static final HexFormat HEX = HexFormat.of();
    private static final BigInteger PRIME = BigInteger.TWO.pow(130).subtract(BigInteger.valueOf(5));
    private static final BigInteger CLAMP = new BigInteger("0ffffffc0ffffffc0ffffffc0fffffff", 16);
    private static final String ZERO = "00000000000000000000000000000000";
    private static final String IETF = """
            Any submission to the IETF intended by the Contributor for publication as all or part of an IETF \
            Internet-Draft or RFC and any statement made within the context of an IETF activity is considered an \
            "IETF Contribution". Such statements include oral statements in IETF sessions, as well as written and \
            electronic communications made at any time or place, which are addressed to""";

    @Test
    void theVectorsOfThePoly1305AesPaperHold() throws Exception {
        int tested = 0;
        for (String line : Resources.lines("poly1305-aes.txt")) {
            String[] f = line.split(" ");
            if (line.startsWith("#") || f.length != 5) {
                continue;
            }
            byte[] message = f[0].equals("-") ? new byte[0] : HEX.parseHex(f[0]);
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(HEX.parseHex(f[2]), "AES"));
            assertEquals(f[4], mac(message, HEX.parseHex(f[1]), aes.doFinal(HEX.parseHex(f[3]))));
            tested++;
        }
        assertEquals(4, tested);
    }

    @Test
    void theTextVectorsOfRfc8439Hold() {
        assertText("85d6be7857556d337f4452fe42d506a8", "0103808afb0db2fd4abff6af4149f51b",
                "Cryptographic Forum Research Group", "a8061dc1305136c6c22b8baf0c0127a9");
        assertText(ZERO, "36e5f6b5c5e06070f0efca96227a863e", IETF, "36e5f6b5c5e06070f0efca96227a863e");
        assertText("36e5f6b5c5e06070f0efca96227a863e", ZERO, IETF, "f3477e7cd95417af89a6b8794c310cf0");
        assertText("1c9240a5eb55d38af333888604f6b5f0", "473917c1402b80099dca5cbc207075c0", """
                'Twas brillig, and the slithy toves
                Did gyre and gimble in the wabe:
                All mimsy were the borogoves,
                And the mome raths outgrabe.""", "4541669a7eaaee61e708dc7cbcc5eb62");
    }

    @ParameterizedTest
    @CsvSource({
        "02, 00, ffffffffffffffffffffffffffffffff, 03",
        "02, ffffffffffffffffffffffffffffffff, 02000000000000000000000000000000, 03",
        "01, 00, fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000, 05",
        "01, 00, fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101, 00",
        "02, 00, fdffffffffffffffffffffffffffffff, faffffffffffffffffffffffffffffff",
        "01000000000000000400000000000000, 00, e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000"
                + "000000000000000000000000000001000000000000000000000000000000, 14000000000000005500000000000000",
        "01000000000000000400000000000000, 00, e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000"
                + "0000000000000000000000000000, 13"})
    void theCarryVectorsOfRfc8439Hold(String r, String s, String message, String tag) {
        assertEquals(HEX.formatHex(padded(tag)), mac(HEX.parseHex(message), padded(r), padded(s)));
    }

    @Test
    void everyLengthAgreesWithPlainArithmetic() {
        Property.holds(201, (random, size) -> {
            byte[] message = Property.bytes(random, size);
            if (random.nextBoolean()) {
                Arrays.fill(message, (byte) -1);
            }
            byte[] r = Property.bytes(random, 16);
            byte[] s = Property.bytes(random, 16);
            assertEquals(HEX.formatHex(reference(message, r, s)), mac(message, r, s));
        });
    }

    @Test
    void onlyTheGivenRegionIsRead() {
        byte[] r = padded("1234567890");
        byte[] s = padded("77");
        byte[] tag = new byte[20];
        Poly1305.mac(HEX.parseHex("aabbccddee"), 1, 3, r, s, tag, 2);
        assertEquals("0000" + mac(HEX.parseHex("bbccdd"), r, s) + "0000", HEX.formatHex(tag));
    }

    private static void assertText(String r, String s, String text, String tag) {
        assertArrayEquals(HEX.parseHex(tag),
                HEX.parseHex(mac(text.getBytes(StandardCharsets.US_ASCII), HEX.parseHex(r), HEX.parseHex(s))));
    }

    private static byte[] padded(String hex) {
        return Arrays.copyOf(HEX.parseHex(hex), 16);
    }

    private static String mac(byte[] message, byte[] r, byte[] s) {
        byte[] tag = new byte[16];
        Poly1305.mac(message, 0, message.length, r, s, tag, 0);
        return HEX.formatHex(tag);
    }

    private static byte[] reference(byte[] message, byte[] r, byte[] s) {
        BigInteger factor = littleEndian(r).and(CLAMP);
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < message.length; i += 16) {
            byte[] block = Arrays.copyOfRange(message, i, Math.min(message.length, i + 16) + 1);
            block[block.length - 1] = 1;
            sum = sum.add(littleEndian(block)).multiply(factor).mod(PRIME);
        }
        byte[] big = sum.add(littleEndian(s)).toByteArray();
        byte[] tag = new byte[16];
        for (int i = 0; i < Math.min(16, big.length); i++) {
            tag[i] = big[big.length - 1 - i];
        }
        return tag;
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] big = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            big[bytes.length - 1 - i] = bytes[i];
        }
        return new BigInteger(1, big);
    }
}
