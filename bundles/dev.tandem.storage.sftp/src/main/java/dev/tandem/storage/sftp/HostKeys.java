package dev.tandem.storage.sftp;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.UntrustedHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Which keys of servers are trusted: those of the user's {@code known_hosts}, those of our own, and one that a person has
 * confirmed by its fingerprint. Made for one connection; a refused key leaves its {@link #refusal}.
 */
final class HostKeys implements HostKeyRepository {
    private static final String REVOKED = "@revoked";

    private final KnownHostsFile ours;
    private final Optional<String> confirmed;
    private final List<HostKeyRepository> known = new ArrayList<>();
    private StorageException refusal;

    /**
     * @param users     the file of ssh, which is only read
     * @param ours      the file that confirmed keys are added to
     * @param confirmed the fingerprint a person has confirmed
     */
    HostKeys(Path users, KnownHostsFile ours, Optional<String> confirmed) throws StorageException {
        this.ours = ours;
        this.confirmed = confirmed;
        known.add(read(users));
        known.add(read(ours.path()));
    }

    private static HostKeyRepository read(Path file) throws StorageException {
        JSch reader = new JSch();
        try {
            if (Files.exists(file)) {
                reader.setKnownHosts(file.toString());
            }
        } catch (JSchException e) {
            throw new StorageException(Kind.FAILED, "cannot read the known hosts in " + file + ": " + e.getMessage(), e);
        }
        return reader.getHostKeyRepository();
    }

    @Override
    public int check(String host, byte[] key) {
        try {
            HostKey shown = new HostKey(host, key);
            String fingerprint = fingerprint(key);
            if (isRevoked(host, shown)) {
                refusal = revoked(host, shown, fingerprint);
                return CHANGED;
            }
            List<Integer> verdicts = known.stream().map(file -> file.check(host, key)).toList();
            if (verdicts.contains(OK)) {
                return OK;
            }
            if (confirmed.filter(fingerprint::equals).isPresent()) {
                ours.put(host, shown);
                return OK;
            }
            refusal = verdicts.contains(CHANGED) ? changed(host, shown, fingerprint)
                    : new UntrustedHostException(host, shown.getType(), fingerprint);
            return verdicts.contains(CHANGED) ? CHANGED : NOT_INCLUDED;
        } catch (StorageException e) {
            refusal = e;
            return NOT_INCLUDED;
        } catch (JSchException e) {
            refusal = new StorageException(Kind.DENIED, host + " shows something that is no key", e);
            return NOT_INCLUDED;
        }
    }

    private boolean isRevoked(String host, HostKey shown) {
        return Arrays.stream(getHostKey(host, null))
                .anyMatch(key -> REVOKED.equals(key.getMarker()) && key.getKey().equals(shown.getKey()));
    }

    private static StorageException revoked(String host, HostKey shown, String fingerprint) {
        return new StorageException(Kind.DENIED, "the key " + shown.getType() + " " + fingerprint + " of " + host
                + " is marked as revoked in known_hosts: whoever answers there must not be trusted");
    }

    private static StorageException changed(String host, HostKey shown, String fingerprint) {
        return new StorageException(Kind.DENIED, "THE KEY OF " + host + " HAS CHANGED. Somebody may be pretending to be "
                + "this server; nothing was sent to it. It now shows " + shown.getType() + " " + fingerprint
                + ". Only if its owner confirms that the key was replaced, give this fingerprint as the setting "
                + UntrustedHostException.SETTING);
    }

    /** Returns why the key that was shown is not trusted, if it is not. */
    Optional<StorageException> refusal() {
        return Optional.ofNullable(refusal);
    }

    static String fingerprint(byte[] key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    @Override
    public HostKey[] getHostKey() {
        return getHostKey(null, null);
    }

    /** Asked before a kind of key is agreed upon, so that the server shows one that is known. */
    @Override
    public HostKey[] getHostKey(String host, String type) {
        return known.stream().map(file -> file.getHostKey(host, type)).filter(keys -> keys != null)
                .flatMap(Arrays::stream).toArray(HostKey[]::new);
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return "known_hosts";
    }

    @Override
    public void add(HostKey key, UserInfo asked) {
        throw new UnsupportedOperationException("keys are confirmed by their fingerprint only");
    }

    @Override
    public void remove(String host, String type) {
        throw new UnsupportedOperationException("no key is forgotten");
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        throw new UnsupportedOperationException("no key is forgotten");
    }
}
