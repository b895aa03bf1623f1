package dev.tandem.backup.internal.store;

import dev.tandem.backup.Compression;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.KeyInfo;
import dev.tandem.backup.LockPatience;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.MasterKey;
import dev.tandem.backup.internal.format.Polynomials;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.storage.Content;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * An unlocked repository: its files, its keys, and what reads and writes its blobs. The index is loaded when first
 * needed. Thread-safe.
 */
public final class Store implements AutoCloseable {
    /** restic tries no more either. */
    private static final int MAX_KEYS_TRIED = 20;
    private static final int PARALLEL_READS = 4;

    private final StorageSession session;
    private final RepositoryFiles files;
    private volatile Id keyId;
    private final MasterKey master;
    private final Sealer sealer;
    private final Duration lockSettles;
    private volatile Config config;
    private volatile SealedFiles sealedFiles;
    private final Set<Id> indexFiles = new HashSet<>();
    private BlobIndex index;

    private Store(StorageSession session, RepositoryFiles files, Id keyId, MasterKey master,
            Duration lockSettles) throws IOException {
        this.session = session;
        this.files = files;
        this.keyId = keyId;
        this.master = master;
        this.sealer = new Sealer(master);
        this.lockSettles = lockSettles;
        this.config = readConfig();
        this.sealedFiles = new SealedFiles(files, sealer, config.version());
    }

    private Config readConfig() throws IOException {
        byte[] sealed = files.read(FileKind.CONFIG, null);
        Config read;
        try {
            read = Config.parse(sealer.open(sealed));
        } catch (DamagedException e) {
            throw new DamagedException("the file 'config' of the repository is damaged: " + e.getMessage(), e);
        }
        if (read.version() < 1 || read.version() > Config.NEWEST_VERSION) {
            throw new RepositoryException(Kind.UNSUPPORTED, "the repository has format " + read.version()
                    + "; this program knows 1 and 2. Use a newer one");
        }
        if (!Polynomials.irreducible(read.polynomial())) {
            throw new DamagedException("the config of the repository holds an impossible chunker polynomial");
        }
        return read;
    }

    /** Tells whether a repository is there. */
    public static boolean exists(StorageSession session) throws StorageException {
        return new RepositoryFiles(session).exists(FileKind.CONFIG, null);
    }

    /**
     * Makes a repository.
     *
     * @param config what shall be in its config
     * @throws RepositoryException {@code EXISTS} when there is one, or the remains of one
     */
    public static void init(StorageSession session, Config config, char[] password, Strength strength)
            throws IOException {
        RepositoryFiles files = new RepositoryFiles(session);
        if (files.exists(FileKind.CONFIG, null)) {
            throw new RepositoryException(Kind.EXISTS, "there is a repository already");
        }
        if (!files.list(FileKind.KEY).isEmpty() || !files.list(FileKind.SNAPSHOT).isEmpty()) {
            throw new RepositoryException(Kind.EXISTS, "there are keys or snapshots of a repository whose file 'config'"
                    + " is missing; restore that file, or choose an empty folder");
        }
        MasterKey master = MasterKey.generate();
        writeKey(files, master, password, strength);
        byte[] sealed = new Sealer(master).seal(config.toJson());
        files.write(FileKind.CONFIG, null, Content.of(sealed));
    }

    /**
     * Opens a repository; the session is closed with it, also when it cannot be opened.
     *
     * @throws RepositoryException {@code NO_REPOSITORY}, {@code WRONG_PASSWORD}, {@code UNSUPPORTED}
     */
    public static Store open(StorageSession session, char[] password) throws IOException {
        return open(session, password, RepositoryLock.SETTLES);
    }

    /**
     * Opens a repository.
     *
     * @param lockSettles how long its locks wait for those of others; less than usual only where nobody else can come
     */
    public static Store open(StorageSession session, char[] password, Duration lockSettles) throws IOException {
        try {
            RepositoryFiles files = new RepositoryFiles(session);
            if (!files.exists(FileKind.CONFIG, null)) {
                throw new RepositoryException(Kind.NO_REPOSITORY, "there is no repository: no file 'config'");
            }
            return unlock(session, files, password, lockSettles);
        } catch (IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static Store unlock(StorageSession session, RepositoryFiles files, char[] password, Duration lockSettles)
            throws IOException {
        List<StoredFile> keys = files.list(FileKind.KEY);
        DamagedException damage = null;
        for (StoredFile key : keys.subList(0, Math.min(keys.size(), MAX_KEYS_TRIED))) {
            Optional<MasterKey> master = Optional.empty();
            try {
                master = readKey(files, key.id()).open(password, key.id().toString());
            } catch (DamagedException e) {
                // Another key may be sound and opened by this password.
                damage = e;
            }
            if (master.isPresent()) {
                return new Store(session, files, key.id(), master.get(), lockSettles);
            }
        }
        if (damage != null) {
            throw damage;
        }
        throw new RepositoryException(Kind.WRONG_PASSWORD, keys.isEmpty()
                ? "the repository has no key any more, so nothing can open it; restore its folder 'keys'"
                : "wrong password: it opens none of the " + keys.size() + " keys of the repository");
    }

    private static KeyFile readKey(RepositoryFiles files, Id id) throws IOException {
        return KeyFile.parse(files.read(FileKind.KEY, id), id.toString());
    }

    private static Id writeKey(RepositoryFiles files, MasterKey master, char[] password, Strength strength)
            throws IOException {
        Identity me = Identity.current();
        KeyFile key = KeyFile.seal(master, password, strength, me.username(), me.hostname());
        Id id = files.write(FileKind.KEY, key.toJson());
        if (readKey(files, id).open(password, id.toString()).isEmpty()) {
            files.delete(FileKind.KEY, id);
            throw new IOException("the key just written does not open; the storage or the memory of this computer may be"
                    + " faulty. The older keys still hold");
        }
        return id;
    }

    public Config config() {
        return config;
    }

    public RepositoryFiles files() {
        return files;
    }

    public SealedFiles sealedFiles() {
        return sealedFiles;
    }

    public SideFiles sideFiles() {
        return new SideFiles(session);
    }

    public MasterKey masterKey() {
        return master;
    }

    public Sealer sealer() {
        return sealer;
    }

    /** Returns the keys. */
    public List<KeyInfo> keys() throws IOException {
        List<KeyInfo> keys = new ArrayList<>();
        for (StoredFile file : files.list(FileKind.KEY)) {
            keys.add(describe(file.id()));
        }
        return keys;
    }

    /**
     * Reads a key without opening it.
     *
     * @throws DamagedException when no password can open it
     */
    public KeyInfo describe(Id id) throws IOException {
        KeyFile key = readKey(files, id);
        return new KeyInfo(id, id.equals(keyId), key.hostname(), key.username(), key.created());
    }

    /** Adds a key for another password. */
    public KeyInfo addKey(char[] password, Strength strength) throws IOException {
        return describe(writeKey(files, master, password, strength));
    }

    /** Removes a key, but never the one that opened this. */
    public void removeKey(Id id) throws IOException {
        if (id.equals(keyId)) {
            throw new RepositoryException(Kind.INVALID, "key " + id.brief() + " is the one in use; open the repository"
                    + " with another password to remove it");
        }
        files.delete(FileKind.KEY, id);
    }

    /** Replaces the key that opened this by one for another password. */
    public KeyInfo changePassword(char[] password, Strength strength) throws IOException {
        Id old = keyId;
        keyId = writeKey(files, master, password, strength);
        files.delete(FileKind.KEY, old);
        return describe(keyId);
    }

    /** Refuses what adds blobs to a repository of an older format than this program writes. */
    public void requireWritable() throws RepositoryException {
        if (config.version() < Config.NEWEST_VERSION) {
            throw new RepositoryException(Kind.UNSUPPORTED, "the repository has format " + config.version() + ", which is"
                    + " only read. Upgrade it with 'migrate upgrade_repo_v2', or use a new repository");
        }
    }

    /**
     * Gives the repository the newest format. The config it had is kept among the {@link #sideFiles}.
     *
     * @throws IOException when the config could not be replaced; the message tells where the old one is
     */
    public synchronized void upgrade() throws IOException {
        byte[] old = files.read(FileKind.CONFIG, null);
        byte[] json = Config.upgraded(sealer.open(old));
        Id copy = Hashing.sha256(old);
        sideFiles().write(SideFiles.Subject.CONFIG, copy, old);
        if (sideFiles().read(SideFiles.Subject.CONFIG, copy).filter(read -> Arrays.equals(read, old)).isEmpty()) {
            throw new IOException("the storage did not keep the copy of the file 'config' that was just written, so"
                    + " nothing was changed. Check the disk or server, then try again");
        }
        try {
            files.replaceConfig(sealer.seal(json));
            config = readConfig();
        } catch (IOException e) {
            throw new IOException("the file 'config' could not be replaced: " + e.getMessage() + ". The one from before"
                    + " is kept in the repository as " + SideFiles.path(SideFiles.Subject.CONFIG, copy) + "; "
                    + putBack(old), e);
        }
        sealedFiles = new SealedFiles(files, sealer, config.version());
    }

    private String putBack(byte[] old) {
        try {
            files.replaceConfig(old);
            return "it was put back, so that nothing has changed";
        } catch (IOException e) {
            return "it could not be put back (" + e.getMessage() + "), so copy it to 'config' if that file is missing or"
                    + " damaged";
        }
    }

    /** Takes a lock on the repository, or fails at once. */
    public RepositoryLock lock(boolean exclusive) throws IOException {
        return lock(exclusive, LockPatience.NONE);
    }

    /** Takes a lock on the repository. */
    public RepositoryLock lock(boolean exclusive, LockPatience patience) throws IOException {
        return lock(exclusive, patience, () -> { });
    }

    /** Takes a lock on the repository; what is read {@code meanwhile} others may still have changed. */
    public RepositoryLock lock(boolean exclusive, LockPatience patience, RepositoryLock.Meanwhile meanwhile)
            throws IOException {
        return RepositoryLock.acquire(files, sealedFiles, exclusive, patience, lockSettles, meanwhile);
    }

    /** Takes a shared lock on the repository for work that needs the index, which is loaded meanwhile. */
    public RepositoryLock lockAndLoadIndex(LockPatience patience) throws IOException {
        return RepositoryLock.acquire(files, sealedFiles, false, patience, lockSettles, this::refreshIndex);
    }

    public LockFiles lockFiles() {
        return new LockFiles(files, sealedFiles);
    }

    /** Returns the index, loading it at the first call. */
    public synchronized BlobIndex index() throws IOException {
        if (index == null) {
            refreshIndex();
        }
        return index;
    }

    /** Brings the index up to what others have written since it was loaded; all of it when some was taken away. */
    public synchronized void refreshIndex() throws IOException {
        Set<Id> present = new TreeSet<>();
        files.list(FileKind.INDEX).forEach(file -> present.add(file.id()));
        if (index == null || !present.containsAll(indexFiles)) {
            index = null;
            indexFiles.clear();
        }
        BlobIndex loading = index == null ? new BlobIndex() : index;
        present.removeAll(indexFiles);
        forEach(List.copyOf(present), this::indexedPacks, (_, packs) -> packs.forEach(pack -> loading.add(pack.id(), pack.blobs())),
                Store::refuseIndex);
        indexFiles.addAll(present);
        index = loading;
    }

    /** Returns the index files that {@link #index} covers, those written here among them. */
    public synchronized Set<Id> indexFiles() {
        return Set.copyOf(indexFiles);
    }

    /** Saves an index file of packs that are stored, which {@link #index} covers from then on. */
    public synchronized void saveIndex(Map<Id, List<PackedBlob>> packs) throws IOException {
        BlobIndex covering = index();
        Id file = sealedFiles.save(FileKind.INDEX, IndexFile.encode(packs));
        packs.forEach(covering::add);
        indexed(covering, file);
    }

    /** Takes note that an index covers a file; one that was given up since does not count. */
    private synchronized void indexed(BlobIndex covering, Id indexFile) {
        if (covering == index) {
            indexFiles.add(indexFile);
        }
    }

    /** Gives an index up that may hold blobs which no index file lists, so that nobody relies on them. */
    private synchronized void distrust(BlobIndex unlisted) {
        if (unlisted == index) {
            index = null;
            indexFiles.clear();
        }
    }

    /** What an index file says of a pack; another entry may say more of the same one. */
    private record IndexedPack(Id id, List<PackedBlob> blobs) { }

    private List<IndexedPack> indexedPacks(Id indexFile) throws IOException {
        List<IndexedPack> packs = new ArrayList<>();
        IndexFile.decode(sealedFiles.load(FileKind.INDEX, indexFile), indexFile,
                (id, blobs) -> packs.add(new IndexedPack(id, blobs)));
        return packs;
    }

    private static void refuseIndex(Id id, IOException e) throws IOException {
        throw e instanceof DamagedException ? new DamagedException(e.getMessage() + ". 'tandem repair index' writes the"
                + " index anew from the packs", e) : e;
    }

    /** Takes what one file holds, its JSON or what that says. */
    @FunctionalInterface
    public interface Sink<T> {
        void file(Id id, T content) throws IOException;
    }

    /** Loads a file. */
    @FunctionalInterface
    private interface Loading<T> {
        T load(Id id) throws IOException;
    }

    /** What to do with a file that cannot be loaded. */
    @FunctionalInterface
    public interface LoadFailure {
        void failed(Id id, IOException e) throws IOException;
    }

    /** Tells {@code sink} of every file of a kind on the calling thread, in the order of their IDs, reading ahead. */
    public void forEach(FileKind kind, Sink<byte[]> sink, LoadFailure failure) throws IOException {
        List<Id> ids = files.list(kind).stream().map(StoredFile::id).sorted().toList();
        forEach(ids, id -> sealedFiles.load(kind, id), sink, failure);
    }

    private static <T> void forEach(List<Id> ids, Loading<T> loading, Sink<T> sink, LoadFailure failure)
            throws IOException {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> ahead = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                for (int next = ahead.size(); next < Math.min(ids.size(), i + PARALLEL_READS); next++) {
                    Id id = ids.get(next);
                    ahead.add(readers.submit(() -> loading.load(id)));
                }
                T content;
                try {
                    content = Background.await(ahead.set(i, null));
                } catch (IOException e) {
                    failure.failed(ids.get(i), e);
                    continue;
                }
                sink.file(ids.get(i), content);
            }
        }
    }

    /** Returns all snapshots, oldest first; those that cannot be read are told to {@code unreadable}. */
    public List<Snapshot> snapshots(Consumer<? super IOException> unreadable) throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        forEach(FileKind.SNAPSHOT, (id, json) -> {
            try {
                snapshots.add(SnapshotJson.decode(id, json));
            } catch (DamagedException e) {
                unreadable.accept(e);
            }
        }, (id, e) -> {
            // A snapshot that was forgotten since the listing is no failure.
            if (!(e instanceof StorageException gone) || gone.kind() != StorageException.Kind.NOT_FOUND) {
                unreadable.accept(e);
            }
        });
        snapshots.sort(Comparator.comparing((Snapshot s) -> s.time().toInstant()).thenComparing(Snapshot::id));
        return snapshots;
    }

    /** Returns what reads blobs. */
    public BlobReader reader() throws IOException {
        return new BlobReader(files, sealer, index());
    }

    /** Returns what saves blobs under a lock the caller holds until it has closed the writer. */
    public BlobWriter writer(RepositoryLock lock, Compression compression, boolean dryRun) throws IOException {
        return writer(lock, compression, dryRun, SavedBlobs.UNHEARD);
    }

    /** Returns what saves blobs, as {@link #writer} does, and tells {@code listener} of each that was not known. */
    public BlobWriter writer(RepositoryLock lock, Compression compression, boolean dryRun, SavedBlobs listener)
            throws IOException {
        return writer(lock, index(), compression, dryRun, PackStore.BUFFERS, listener);
    }

    /** Returns what saves blobs, as {@link #writer} does, with less memory: beside other work that needs its own. */
    public BlobWriter frugalWriter(RepositoryLock lock, Compression compression) throws IOException {
        return writer(lock, index(), compression, false, PackStore.FEWEST_BUFFERS, SavedBlobs.UNHEARD);
    }

    private BlobWriter writer(RepositoryLock lock, BlobIndex known, Compression compression, boolean dryRun, int buffers,
            SavedBlobs listener) {
        return new BlobWriter(files, sealedFiles, sealer, known, lock, compression, dryRun, buffers,
                file -> indexed(known, file), () -> distrust(known), listener);
    }

    /** Returns what saves blobs that {@code known} does not hold, and adds them to it. */
    public BlobWriter writer(RepositoryLock lock, BlobIndex known) {
        return new BlobWriter(files, sealedFiles, sealer, known, lock, Compression.AUTO, false, PackStore.BUFFERS,
                _ -> { }, () -> { }, SavedBlobs.UNHEARD);
    }

    @Override
    public void close() {
        session.close();
    }
}
