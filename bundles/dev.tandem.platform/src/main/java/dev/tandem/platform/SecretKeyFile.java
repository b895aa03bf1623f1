package dev.tandem.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The file with the key of the secrets: 32 random bytes, open to its owner only. */
final class SecretKeyFile {
    private static final int LENGTH = 32;

    private final Path file;

    SecretKeyFile(Path file) {
        this.file = file;
    }

    /** Makes a new key where there is none. Only one writer at a time, which the caller sees to. */
    void makeIfAbsent() throws IOException {
        if (!Files.exists(file)) {
            byte[] key = new byte[LENGTH];
            new SecureRandom().nextBytes(key);
            // Whole or not at all: half a key after a crash would be worse than none.
            DurableFile.write(file, key);
        }
    }

    /** Returns the key, which the caller wipes. */
    byte[] read() throws IOException {
        try {
            if (OwnerOnly.tighten(file)) {
                System.getLogger(SecretKeyFile.class.getName()).log(System.Logger.Level.WARNING,
                        () -> "the key file " + file + " was open to other users and has been closed; if others use this"
                                + " machine, change the passwords kept with it");
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length != LENGTH) {
                throw new IOException("the key file " + file + " is damaged: it has " + key.length + " bytes instead of "
                        + LENGTH + "; put it back from a copy of the data folder");
            }
            return key;
        } catch (NoSuchFileException e) {
            throw new IOException("the key file " + file + " is missing; put it back from a copy of the data folder,"
                    + " or delete the secrets beside it and enter the passwords again", e);
        }
    }
}
