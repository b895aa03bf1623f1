package dev.tandem.backup.internal.format;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens bytes with a key: {@code IV || AES-256-CTR || Poly1305-AES of the cipher text} (restic repository
 * format, "Keys, Encryption and MAC"). Thread-safe.
 */
public final class Sealer {
    /** Bytes that sealing adds. */
    public static final int OVERHEAD = 32;

    private static final int IV = 16;
    private static final int MAC = Poly1305.LENGTH;

    private final Pool<Ciphers> pool;

    /** Makes the sealer for {@code key}. */
    public Sealer(MasterKey key) {
        SecureRandom random = new SecureRandom();
        pool = new Pool<>(() -> new Ciphers(key, random), _ -> { });
    }

    /**
     * Seals {@code length} bytes of {@code plain} with a fresh IV.
     *
     * @param out receives {@code length + OVERHEAD} bytes from {@code outOffset}; may be {@code plain} itself if the
     *            two regions do not overlap or {@code offset == outOffset + 16}
     * @return the number of bytes written
     */
    public int seal(byte[] plain, int offset, int length, byte[] out, int outOffset) {
        Ciphers ciphers = pool.take();
        ciphers.drawIv(out, outOffset);
        ciphers.crypt(out, outOffset, plain, offset, length, out, outOffset + IV);
        ciphers.mac(out, outOffset, outOffset + IV, length, out, outOffset + IV + length);
        pool.give(ciphers);
        return length + OVERHEAD;
    }

    /**
     * Opens {@code length} sealed bytes. Nothing is decrypted before the MAC is verified.
     *
     * @param out receives {@code length - OVERHEAD} bytes from {@code outOffset}; may be {@code sealed} itself if the
     *            two regions do not overlap or {@code outOffset == offset + 16}
     * @return the number of bytes written
     * @throws DamagedException if these bytes were not sealed with this key
     */
    public int open(byte[] sealed, int offset, int length, byte[] out, int outOffset) throws DamagedException {
        int plain = length - OVERHEAD;
        if (plain < 0) {
            throw new DamagedException("sealed data has " + length + " bytes, fewer than " + OVERHEAD);
        }
        Ciphers ciphers = pool.take();
        try {
            if (Arrays.equals(sealed, offset, offset + IV, Ciphers.ZERO_IV, 0, IV)
                    || !ciphers.verify(sealed, offset, offset + IV, plain)) {
                throw new DamagedException("sealed data fails its authentication: it is damaged or the key is wrong");
            }
            ciphers.crypt(sealed, offset, sealed, offset + IV, plain, out, outOffset);
            return plain;
        } finally {
            pool.give(ciphers);
        }
    }

    /** Seals all of {@code plain}. */
    public byte[] seal(byte[] plain) {
        byte[] sealed = new byte[plain.length + OVERHEAD];
        seal(plain, 0, plain.length, sealed, 0);
        return sealed;
    }

    /** Opens all of {@code sealed}. */
    public byte[] open(byte[] sealed) throws DamagedException {
        byte[] plain = new byte[Math.max(0, sealed.length - OVERHEAD)];
        open(sealed, 0, sealed.length, plain, 0);
        return plain;
    }

    /** The ciphers of one thread at a time. */
    private static final class Ciphers {
        static final byte[] ZERO_IV = new byte[IV];

        // A system call per IV would cost more than sealing a small blob.
        private static final int IVS = 64;
        // The run time compiles the fast cipher in after some thousand calls, however much each of them does.
        private static final int STRIDE = 4 * 1024;

        private final SecureRandom random;
        private final SecretKeySpec encryptKey;
        private final byte[] macR;
        private final Cipher counter;
        private final Cipher block;
        private final byte[] ivs = new byte[IVS * IV];
        private final byte[] oneTime = new byte[MAC];
        private final byte[] tag = new byte[MAC];
        private final byte[] claimed = new byte[MAC];
        private int nextIv = ivs.length;

        Ciphers(MasterKey key, SecureRandom random) {
            this.random = random;
            encryptKey = new SecretKeySpec(key.encrypt(), "AES");
            macR = key.macR();
            try {
                counter = Cipher.getInstance("AES/CTR/NoPadding");
                block = Cipher.getInstance("AES/ECB/NoPadding");
                block.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key.macK(), "AES"));
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("every Java run time has AES", missing);
            }
        }

        void drawIv(byte[] out, int outOffset) {
            if (nextIv == ivs.length) {
                random.nextBytes(ivs);
                nextIv = 0;
            }
            System.arraycopy(ivs, nextIv, out, outOffset, IV);
            nextIv += IV;
        }

        void crypt(byte[] ivs, int ivAt, byte[] in, int offset, int length, byte[] out, int outOffset) {
            try {
                // In counter mode decryption is encryption.
                counter.init(Cipher.ENCRYPT_MODE, encryptKey, new IvParameterSpec(ivs, ivAt, IV));
                for (int done = 0; done < length; done += STRIDE) {
                    counter.update(in, offset + done, Math.min(STRIDE, length - done), out, outOffset + done);
                }
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("AES in counter mode failed", impossible);
            }
        }

        void mac(byte[] ivs, int ivAt, int offset, int length, byte[] out, int outOffset) {
            try {
                block.update(ivs, ivAt, IV, oneTime, 0);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("AES of one block failed", impossible);
            }
            Poly1305.mac(ivs, offset, length, macR, oneTime, out, outOffset);
        }

        boolean verify(byte[] sealed, int ivAt, int offset, int length) {
            mac(sealed, ivAt, offset, length, tag, 0);
            System.arraycopy(sealed, offset + length, claimed, 0, MAC);
            return MessageDigest.isEqual(tag, claimed);
        }
    }
}
