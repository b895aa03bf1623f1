package dev.tandem.backup.internal.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SealerTest {
    private static final HexFormat HEX = HexFormat.of();

    private final Sealer sealer = new Sealer(MasterKey.generate());

    @Test
    void opensTheVectorOfAnotherImplementation() throws Exception {
        String line = Resources.lines("poly1305-aes.txt").getLast();
        String[] f = line.split(" ", 5);
        MasterKey key = new MasterKey(HEX.parseHex(f[0]), HEX.parseHex(f[1]), HEX.parseHex(f[2]));
        assertEquals(f[4], new String(new Sealer(key).open(HEX.parseHex(f[3])), StandardCharsets.UTF_8));
    }

    @Test
    void aPasswordOpensTheRepositoryOfRestic() throws Exception {
        JsonObject file = JsonParser.parseString(new String(Resources.bytes("odd-v2-key.json"), StandardCharsets.UTF_8))
                .getAsJsonObject();
        byte[] derived = Scrypt.derive("test".getBytes(StandardCharsets.UTF_8),
                Base64.getDecoder().decode(file.get("salt").getAsString()), file.get("N").getAsInt(),
                file.get("r").getAsInt(), file.get("p").getAsInt(), 64);
        byte[] master = new Sealer(MasterKey.of(derived)).open(
                Base64.getDecoder().decode(file.get("data").getAsString()));
        byte[] config = new Sealer(MasterKey.parse(master)).open(Resources.bytes("odd-v2-config.bin"));
        assertTrue(new String(config, StandardCharsets.UTF_8).startsWith("{\"version\":2,\"id\":\""));
        assertArrayEquals(master, MasterKey.parse(master).toJson());
    }

    @Test
    void everyLengthSurvivesARoundTrip() {
        Property.holds(100, (random, size) -> {
            byte[] plain = Property.bytes(random, size < 70 ? size : size * 777);
            byte[] sealed = sealer.seal(plain);
            assertEquals(plain.length + Sealer.OVERHEAD, sealed.length);
            assertArrayEquals(plain, sealer.open(sealed));
        });
    }

    @Test
    void regionsOfLargerArraysAndInPlaceWorkAsWell() throws Exception {
        byte[] plain = Property.bytes(new java.util.Random(1), 10_000);
        byte[] buffer = new byte[11_000];
        System.arraycopy(plain, 0, buffer, 116, plain.length);
        assertEquals(10_032, sealer.seal(buffer, 116, plain.length, buffer, 100));
        byte[] out = new byte[10_003];
        assertEquals(10_000, sealer.open(buffer, 100, 10_032, out, 3));
        assertArrayEquals(plain, Arrays.copyOfRange(out, 3, 10_003));
        sealer.open(buffer, 100, 10_032, buffer, 116);
        assertArrayEquals(plain, Arrays.copyOfRange(buffer, 116, 10_116));
    }

    @Test
    void aChangeOfAnyBitIsNoticed() {
        byte[] sealed = sealer.seal("some plain text".getBytes(StandardCharsets.US_ASCII));
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(DamagedException.class, () -> sealer.open(changed), "bit " + bit);
        }
    }

    @Test
    void nothingIsWrittenWhereTheMacFails() {
        byte[] sealed = sealer.seal(new byte[100]);
        sealed[50] ^= 1;
        byte[] out = new byte[100];
        Arrays.fill(out, (byte) 7);
        byte[] before = out.clone();
        assertThrows(DamagedException.class, () -> sealer.open(sealed, 0, sealed.length, out, 0));
        assertArrayEquals(before, out);
    }

    @Test
    void shortDataAndAnotherKeyAreRefused() {
        for (int length = 0; length < Sealer.OVERHEAD; length++) {
            byte[] cut = new byte[length];
            assertThrows(DamagedException.class, () -> sealer.open(cut));
        }
        byte[] sealed = sealer.seal(new byte[5]);
        assertThrows(DamagedException.class, () -> new Sealer(MasterKey.generate()).open(sealed));
    }

    @Test
    void anIvOfZerosIsRefusedEvenIfTheMacHolds() throws Exception {
        MasterKey key = MasterKey.generate();
        javax.crypto.Cipher aes = javax.crypto.Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(javax.crypto.Cipher.ENCRYPT_MODE, new javax.crypto.spec.SecretKeySpec(key.macK(), "AES"));
        byte[] sealed = new byte[36];
        Poly1305.mac(sealed, 16, 4, key.macR(), aes.doFinal(new byte[16]), sealed, 20);
        assertThrows(DamagedException.class, () -> new Sealer(key).open(sealed));
    }

    @Test
    void manyThreadsShareOneSealerAndNeverAnIv() throws Exception {
        Set<String> ivs = ConcurrentHashMap.newKeySet();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, 64).<Future<?>>mapToObj(task -> threads.submit(() -> {
                for (int i = 0; i < 100; i++) {
                    byte[] plain = Property.bytes(new java.util.Random(task * 100 + i), 50 + i);
                    byte[] sealed = sealer.seal(plain);
                    assertTrue(ivs.add(HEX.formatHex(sealed, 0, 16)));
                    assertArrayEquals(plain, sealer.open(sealed));
                }
                return null;
            })).toList();
            for (Future<?> task : tasks) {
                task.get();
            }
        }
        assertEquals(6400, ivs.size());
    }
}
