package dev.tandem.backup.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
    private static final String K = "AQAAAAAAAAAAAAAAAAAAAA==";
    private static final String ENCRYPT = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @Test
    void jsonHasTheFieldsInTheOrderOfRestic() {
        byte[] bytes = new byte[64];
        bytes[0] = 1;
        bytes[32] = 1;
        bytes[48] = 1;
        assertEquals("{\"mac\":{\"k\":\"" + K + "\",\"r\":\"" + K + "\"},\"encrypt\":\"" + ENCRYPT + "\"}",
                new String(MasterKey.of(bytes).toJson(), StandardCharsets.US_ASCII));
    }

    @Test
    void aGeneratedKeySurvivesJsonAndIsUnlikeAnother() throws DamagedException {
        MasterKey key = MasterKey.generate();
        assertEquals(key, MasterKey.parse(key.toJson()));
        assertNotEquals(key, MasterKey.generate());
    }

    @Test
    void noSecretIsInItsText() {
        MasterKey key = MasterKey.generate();
        assertFalse(key.toString().contains(Base64.getEncoder().encodeToString(key.encrypt())));
        assertFalse(key.toString().contains("["));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "null", "[]", "{}", "{\"mac\":null,\"encrypt\":\"" + ENCRYPT + "\"}",
        "{\"mac\":{\"k\":\"" + K + "\",\"r\":\"" + K + "\"}}",
        "{\"mac\":{\"k\":\"" + K + "\",\"r\":\"" + K + "\"},\"encrypt\":\"" + K + "\"}",
        "{\"mac\":{\"k\":\"" + K + "\",\"r\":\"!\"},\"encrypt\":\"" + ENCRYPT + "\"}",
        "{\"mac\":{\"k\":\"" + K + "\",\"r\":{}},\"encrypt\":\"" + ENCRYPT + "\"}",
        "{\"mac\":{\"k\":\"" + K + "\",\"r\":\"AAAAAAAAAAAAAAAAAAAAAA==\"},\"encrypt\":\"" + ENCRYPT + "\"}"})
    void aMalformedOrAllZeroKeyIsDamaged(String json) {
        assertThrows(DamagedException.class, () -> MasterKey.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theMessageOfADamagedKeyQuotesNothingOfIt() {
        String json = "{\"mac\":{\"k\":\"c2VjcmV0\",\"r\":\"c2VjcmV0\"},\"encrypt\":\"c2VjcmV0 ";
        DamagedException failure = assertThrows(DamagedException.class,
                () -> MasterKey.parse(json.getBytes(StandardCharsets.UTF_8)));
        assertFalse(failure.getMessage().contains("c2VjcmV0"));
        assertEquals(null, failure.getCause());
    }
}
