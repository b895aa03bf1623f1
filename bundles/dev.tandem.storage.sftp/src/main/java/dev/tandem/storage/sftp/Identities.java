package dev.tandem.storage.sftp;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SSHAgentConnector;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import java.util.stream.Collectors;

/** The keys a connection may log in with, in the order they are tried. */
final class Identities implements IdentityRepository {
    private static final System.Logger LOG = System.getLogger(Identities.class.getName());

    private final Vector<Identity> identities = new Vector<>();

    /** Returns the key in {@code file}, of the agent where that has it, and no other one. */
    static Identities only(Path file, Optional<byte[]> passphrase, Optional<Path> agent) throws StorageException {
        Identities one = new Identities();
        Identity key = load(file);
        Optional<Identity> held = agent.map(Identities::ofAgent).orElse(List.of()).stream()
                .filter(other -> same(other, key)).findFirst();
        if (held.isPresent()) {
            one.identities.add(held.get());
        } else {
            decrypt(file, key, passphrase);
            one.identities.add(key);
        }
        return one;
    }

    /** Returns the keys of the agent and those of the files that are there and need no passphrase, or this one. */
    static Identities any(List<Path> files, Optional<byte[]> passphrase, Optional<Path> agent) {
        Identities all = new Identities();
        agent.map(Identities::ofAgent).orElse(List.of()).forEach(all::add);
        for (Path file : files) {
            if (Files.isReadable(file)) {
                try {
                    Identity key = load(file);
                    decrypt(file, key, passphrase);
                    all.add(key);
                } catch (StorageException e) {
                    LOG.log(System.Logger.Level.DEBUG, "not tried: {0}", e.getMessage());
                }
            }
        }
        return all;
    }

    private void add(Identity key) {
        if (identities.stream().noneMatch(other -> same(other, key))) {
            identities.add(key);
        }
    }

    private static boolean same(Identity one, Identity other) {
        return Arrays.equals(one.getPublicKeyBlob(), other.getPublicKeyBlob());
    }

    private static List<Identity> ofAgent(Path socket) {
        try {
            return new AgentIdentityRepository(new SSHAgentConnector(socket)).getIdentities();
        } catch (AgentProxyException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "the agent at {0} does not answer: {1}", socket, e);
            return List.of();
        }
    }

    private static Identity load(Path file) throws StorageException {
        if (!Files.isReadable(file)) {
            throw new StorageException(Kind.INVALID, "there is no key to be read in " + file
                    + "; check the setting 'key' and the permissions of the file");
        }
        try {
            JSch reader = new JSch();
            reader.addIdentity(file.toString());
            return reader.getIdentityRepository().getIdentities().firstElement();
        } catch (JSchException e) {
            throw new StorageException(Kind.INVALID, file + " is no private key of a kind Tandem knows ("
                    + e.getMessage() + "); ed25519, ECDSA and RSA keys of ssh-keygen are", e);
        }
    }

    private static void decrypt(Path file, Identity key, Optional<byte[]> passphrase) throws StorageException {
        if (!key.isEncrypted()) {
            return;
        }
        if (passphrase.isEmpty()) {
            throw new StorageException(Kind.DENIED, "the key in " + file + " has a passphrase; keep it as the secret "
                    + "'passphrase' of the destination, or give the key to an ssh agent");
        }
        try {
            if (key.setPassphrase(passphrase.get().clone())) {
                return;
            }
        } catch (JSchException e) {
            LOG.log(System.Logger.Level.DEBUG, "decryption failed", e);
        }
        throw new StorageException(Kind.DENIED, "the passphrase kept for the key in " + file + " is wrong");
    }

    boolean isEmpty() {
        return identities.isEmpty();
    }

    /** Returns what is tried, for people. */
    @Override
    public String toString() {
        return identities.stream().map(Identity::getName).collect(Collectors.joining(", "));
    }

    static byte[] utf8(char[] secret) {
        var bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        byte[] exact = Arrays.copyOf(bytes.array(), bytes.limit());
        Arrays.fill(bytes.array(), (byte) 0);
        Arrays.fill(secret, '\0');
        return exact;
    }

    @Override
    public String getName() {
        return "keys of " + System.getProperty("user.name");
    }

    @Override
    public int getStatus() {
        return RUNNING;
    }

    @Override
    public Vector<Identity> getIdentities() {
        return new Vector<>(identities);
    }

    @Override
    public boolean add(byte[] identity) {
        return false;
    }

    @Override
    public boolean remove(byte[] blob) {
        return false;
    }

    @Override
    public void removeAll() {
        // They are used again for the next connection.
    }
}
