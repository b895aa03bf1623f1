package dev.tandem.cli.destination;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.StorageTrials;
import dev.tandem.storage.StorageType;
import dev.tandem.storage.StorageTypes;
import dev.tandem.storage.Storages;
import dev.tandem.storage.TrialResult;
import dev.tandem.storage.TrialResult.Verdict;
import dev.tandem.storage.UntrustedHostException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.LocalFolder;
import dev.tandem.storage.spi.ProviderSetting;
import dev.tandem.storage.spi.Quota;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A world with one server, whose key must be confirmed, and one folder on a volume. */
final class FakeStorage implements Storages, StorageTypes, StorageTrials {
    static final String FINGERPRINT = "SHA256:abc+/1";

    final List<String> opened = new ArrayList<>();
    final List<TrialResult> results = new ArrayList<>();
    private final Destinations destinations;
    /** The kind of failure of each opening, if any. */
    Kind failure;
    boolean keyIsKnown;
    boolean volumeIsKnown = true;

    FakeStorage(Destinations destinations) {
        this.destinations = destinations;
    }

    @Override
    public StorageSession open(Location where, Mode mode) throws StorageException {
        opened.add(where.text() + (mode == Mode.CREATE ? " for CREATE" : ""));
        String confirmed = confirmed(where);
        if (!keyIsKnown && !where.scheme().equals(Location.FILE) && !confirmed.equals(FINGERPRINT)) {
            throw new UntrustedHostException("nas:22", "ssh-ed25519", FINGERPRINT);
        }
        keyIsKnown = true;
        if (failure != null) {
            throw new StorageException(failure, "it is " + failure);
        }
        return new Session();
    }

    private String confirmed(Location where) {
        int at = where.target().indexOf("host-key=");
        if (at >= 0) {
            return where.target().substring(at + "host-key=".length());
        }
        try {
            return !where.scheme().equals(Location.NAMED) ? "" : destinations.find(where.target()).orElseThrow()
                    .settings().getOrDefault("host-key", "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public List<StorageType> all() {
        return List.of(type("file", "volume"), type("sftp", "host-key"));
    }

    @Override
    public StorageType of(Location where) throws StorageException {
        String scheme = where.scheme().equals(Location.NAMED) ? "sftp" : where.scheme();
        return all().stream().filter(type -> type.schemes().contains(scheme)).findFirst()
                .orElseThrow(() -> new StorageException(Kind.UNSUPPORTED, "no " + scheme));
    }

    private static StorageType type(String scheme, String setting) {
        return new StorageType(new TreeSet<>(Set.of(scheme)), List.of(ProviderSetting.open(setting, "about " + setting),
                ProviderSetting.secret("password", "what proves it")),
                List.of(ProviderSetting.secret("repository-password", "of the repository")));
    }

    @Override
    public void run(Location where, int children, Consumer<? super TrialResult> told) {
        results.forEach(told);
    }

    static TrialResult result(String rule, Verdict verdict, String reason) {
        return new TrialResult(rule, rule.split("\\.")[0], 1, "the rule " + rule, verdict, reason, List.of(),
                Duration.ofMillis(5));
    }

    private final class Session implements StorageSession {
        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.RENAME, Capability.TAGS);
        }

        @Override
        public <T> Optional<T> facet(Class<T> type) {
            if (type == LocalFolder.class) {
                return Optional.of(type.cast(new Folder(volumeIsKnown)));
            }
            return type == Quota.class ? Optional.of(type.cast(new Free())) : Optional.empty();
        }

        @Override
        public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<ObjectInfo> stat(RemotePath path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InputStream read(RemotePath path, long offset, long length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ObjectInfo write(RemotePath path, Content content, WriteOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(RemotePath path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void rename(RemotePath from, RemotePath to, boolean replace) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            opened.add("closed");
        }
    }

    private record Free() implements Quota {
        @Override
        public OptionalLong free() {
            return OptionalLong.of(2048);
        }

        @Override
        public OptionalLong total() {
            return OptionalLong.empty();
        }
    }

    private record Folder(boolean known) implements LocalFolder {
        @Override
        public Path folder() {
            return Path.of("/media/usb/backup");
        }

        @Override
        public Optional<OnVolume> onVolume() {
            return known ? Optional.of(new OnVolume("1A2B-3C4D", "/backup")) : Optional.empty();
        }
    }
}
