package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.store.Hashing;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Keeps tree memories between backups, a file a snapshot, in a cache that may be deleted at any time. A memory is worth
 * something only as long as the repository has all its trees: it is given out only while every index file stands that
 * listed them and what they need, so that whatever took blobs away, which rewrites index files, made it worthless.
 */
public final class TreeMemoryFile {
    private static final Logger LOG = System.getLogger(TreeMemoryFile.class.getName());
    private static final long MAGIC = 0x54616e54726565_01L;
    private static final int MOST_FILES = 16;

    private final Optional<Path> folder;
    private final Id repository;

    /**
     * @param cache      where memories of all repositories are; empty to remember nothing
     * @param repository its ID
     */
    public TreeMemoryFile(Optional<Path> cache, String repository) {
        this.folder = cache.map(path -> path.resolve("trees").resolve(repository));
        this.repository = Hashing.sha256(repository.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A memory and the index files it rests on.
     *
     * @param trees      what to recall
     * @param indexFiles what covered all of it
     */
    record Kept(TreeTable trees, Set<Id> indexFiles) {
        static final Kept NOTHING = new Kept(new TreeTable(), Set.of());
    }

    /**
     * Returns what the backup that made {@code snapshot} saw.
     *
     * @param present the index files the repository has now
     */
    Kept load(Id snapshot, Set<Id> present) {
        if (folder.isEmpty()) {
            return Kept.NOTHING;
        }
        try {
            return decode(Files.readAllBytes(file(snapshot)), snapshot).filter(k -> present.containsAll(k.indexFiles()))
                    .orElse(Kept.NOTHING);
        } catch (NoSuchFileException none) {
            return Kept.NOTHING;
        } catch (IOException e) {
            LOG.log(Logger.Level.WARNING, "the memory of the last backup cannot be read, so this one takes longer: " + e);
            return Kept.NOTHING;
        }
    }

    /** Keeps a memory for the backup after {@code snapshot}, in place of that of its parent. */
    void save(Id snapshot, Optional<Id> parent, TreeTable trees, Set<Id> indexFiles) {
        if (folder.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(folder.get());
            Path written = Files.createTempFile(folder.get(), "new", ".tmp");
            Files.write(written, encode(snapshot, trees, indexFiles));
            Files.move(written, file(snapshot), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            if (parent.isPresent()) {
                Files.deleteIfExists(file(parent.get()));
            }
            deleteOldest();
        } catch (IOException e) {
            LOG.log(Logger.Level.WARNING, "what this backup saw cannot be kept, so the next takes longer: " + e);
        }
    }

    private Path file(Id snapshot) {
        return folder.orElseThrow().resolve(snapshot.toString());
    }

    private void deleteOldest() throws IOException {
        try (Stream<Path> files = Files.list(folder.orElseThrow())) {
            List<Path> newestFirst = files.sorted(Comparator.comparing(TreeMemoryFile::age)).toList();
            for (Path old : newestFirst.subList(Math.min(MOST_FILES, newestFirst.size()), newestFirst.size())) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static long age(Path file) {
        return -file.toFile().lastModified();
    }

    private byte[] encode(Id snapshot, TreeTable trees, Set<Id> indexFiles) {
        int plain = 8 + 2 * Id.LENGTH + 4 + indexFiles.size() * Id.LENGTH + trees.length() * 8;
        ByteBuffer out = ByteBuffer.allocate(plain + Id.LENGTH);
        out.putLong(MAGIC);
        put(repository, out);
        put(snapshot, out);
        out.putInt(indexFiles.size());
        indexFiles.forEach(id -> put(id, out));
        trees.writeTo(out.slice(out.position(), trees.length() * 8).asLongBuffer());
        put(Hashing.sha256(out.array(), 0, plain), out.position(plain));
        return out.array();
    }

    private static void put(Id id, ByteBuffer out) {
        id.copyTo(out.array(), out.position());
        out.position(out.position() + Id.LENGTH);
    }

    /** Returns the memory in a file, empty where the file is not what was written for this snapshot. */
    private Optional<Kept> decode(byte[] bytes, Id snapshot) {
        int plain = bytes.length - Id.LENGTH;
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (plain < 8 + 2 * Id.LENGTH + 4 || !Hashing.sha256(bytes, 0, plain).equals(Id.of(bytes, plain))
                || in.getLong() != MAGIC || !get(in).equals(repository) || !get(in).equals(snapshot)) {
            return Optional.empty();
        }
        int count = in.getInt();
        Set<Id> indexFiles = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            indexFiles.add(get(in));
        }
        return TreeTable.readFrom(in.slice(in.position(), plain - in.position()).asLongBuffer())
                .map(trees -> new Kept(trees, indexFiles));
    }

    private static Id get(ByteBuffer in) {
        Id id = Id.of(in.array(), in.position());
        in.position(in.position() + Id.LENGTH);
        return id;
    }
}
