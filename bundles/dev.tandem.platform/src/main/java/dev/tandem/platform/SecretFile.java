package dev.tandem.platform;

import dev.tandem.environment.Places;
import dev.tandem.secret.SecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Secrets in an encrypted file with the key in a second file beside it. The README says what that is worth. */
@Component
public final class SecretFile implements SecretStore {
    private static final Pattern NAME = Pattern.compile("[a-z0-9.-]+");

    private final Path file;
    private final SecretKeyFile key;
    private final FolderLock writers;

    /** Activated by the component runtime. */
    @Activate
    public SecretFile(@Reference Places places) {
        this(places.secrets());
    }

    SecretFile(Path folder) {
        this.file = folder.resolve("secrets.json");
        this.key = new SecretKeyFile(folder.resolve("store.key"));
        this.writers = new FolderLock(folder.resolve("store.lock"));
    }

    @Override
    public Optional<char[]> get(String name) throws IOException {
        check(name);
        // Without a lock: the file is only ever replaced as a whole.
        byte[] sealed = document().sealed().get(name);
        return sealed == null ? Optional.empty() : Optional.of(open(name, sealed));
    }

    private char[] open(String name, byte[] sealed) throws IOException {
        byte[] opener = key.read();
        try {
            return SecretSeal.open(opener, name, sealed);
        } catch (GeneralSecurityException e) {
            throw new IOException("the secret '" + name + "' in " + file + " was changed from outside, or its key file was"
                    + " exchanged; put both files back from a copy of the data folder, or enter the password again", e);
        } finally {
            Arrays.fill(opener, (byte) 0);
        }
    }

    @Override
    public void put(String name, char[] secret) throws IOException {
        check(name);
        writers.run(() -> {
            SecretDocument document = document();
            if (document.sealed().isEmpty()) {
                // Never beside secrets: those would be lost under a new key.
                key.makeIfAbsent();
            }
            save(document.with(name, seal(name, secret)));
        });
    }

    private byte[] seal(String name, char[] secret) throws IOException {
        byte[] sealer = key.read();
        try {
            return SecretSeal.seal(sealer, name, secret);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java cannot seal secrets: " + e.getMessage(), e);
        } finally {
            Arrays.fill(sealer, (byte) 0);
        }
    }

    @Override
    public void remove(String name) throws IOException {
        check(name);
        writers.run(() -> {
            SecretDocument document = document();
            if (document.sealed().containsKey(name)) {
                save(document.without(name));
            }
        });
    }

    @Override
    public SortedSet<String> names() throws IOException {
        return Collections.unmodifiableSortedSet(new TreeSet<>(document().sealed().keySet()));
    }

    @Override
    public String whereabouts() {
        return "the encrypted file " + file + " (its key is in store.key beside it: copy both)";
    }

    private void save(SecretDocument document) throws IOException {
        try {
            DurableFile.write(file, document.toBytes());
        } catch (IOException e) {
            throw new IOException("cannot write the secrets to " + file + ": " + e.getMessage()
                    + "; check the space and the permissions there", e);
        }
    }

    private SecretDocument document() throws IOException {
        try {
            return SecretDocument.parse(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return SecretDocument.EMPTY;
        } catch (IOException e) {
            throw new IOException("cannot read the secrets in " + file + ": " + e.getMessage()
                    + "; put the file back from a copy of the data folder", e);
        }
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a secret: '" + name + "'");
        }
    }
}
