package dev.tandem.platform;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals a secret with AES-256-GCM: a random nonce of 96 bits, then the ciphertext with its tag. The name is bound to it,
 * so that secrets cannot change places.
 */
final class SecretSeal {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private SecretSeal() { }

    /** @throws IllegalArgumentException when {@code secret} is no text: half of a surrogate pair */
    static byte[] seal(byte[] key, String name, char[] secret) throws GeneralSecurityException {
        byte[] plain = encode(secret);
        try {
            byte[] nonce = new byte[NONCE];
            new SecureRandom().nextBytes(nonce);
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, name, nonce);
            byte[] sealed = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE);
            return sealed;
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** @throws GeneralSecurityException when these bytes were not sealed with this key for this name */
    static char[] open(byte[] key, String name, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < NONCE + TAG_BITS / 8) {
            throw new GeneralSecurityException("too short");
        }
        byte[] plain = cipher(Cipher.DECRYPT_MODE, key, name, sealed).doFinal(sealed, NONCE, sealed.length - NONCE);
        try {
            return decode(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static Cipher cipher(int mode, byte[] key, String name, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] encode(char[] secret) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(secret));
            byte[] bytes = Arrays.copyOf(encoded.array(), encoded.limit());
            Arrays.fill(encoded.array(), (byte) 0);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the secret is no valid text", e);
        }
    }

    private static char[] decode(byte[] plain) {
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(plain));
        char[] secret = Arrays.copyOf(decoded.array(), decoded.limit());
        Arrays.fill(decoded.array(), '\0');
        return secret;
    }
}
