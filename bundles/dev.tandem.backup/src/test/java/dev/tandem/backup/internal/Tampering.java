package dev.tandem.backup.internal;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.store.RepositoryFiles;
import dev.tandem.backup.internal.store.RepositoryFiles.StoredFile;
import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** Changes stored files behind a repository's back. */
final class Tampering {
    private final StorageSession session;
    private final RepositoryFiles files;

    Tampering(StorageSession session) {
        this.session = session;
        this.files = new RepositoryFiles(session);
    }

    List<Id> list(FileKind kind) throws IOException {
        return files.list(kind).stream().map(StoredFile::id).sorted().toList();
    }

    byte[] read(FileKind kind, Id id) throws IOException {
        try (InputStream in = session.read(path(kind, id), 0, -1)) {
            return in.readAllBytes();
        }
    }

    void write(FileKind kind, Id id, byte[] bytes) throws IOException {
        session.write(path(kind, id), Content.of(bytes), WriteOptions.OVERWRITE);
    }

    /** Flips a bit of the byte at {@code share} of the file's length, from 0 to below 1. */
    void flip(FileKind kind, Id id, double share) throws IOException {
        byte[] bytes = read(kind, id);
        bytes[(int) (bytes.length * share)] ^= 4;
        write(kind, id, bytes);
    }

    void truncate(FileKind kind, Id id, double share) throws IOException {
        byte[] bytes = read(kind, id);
        write(kind, id, Arrays.copyOf(bytes, (int) (bytes.length * share)));
    }

    void delete(FileKind kind, Id id) throws IOException {
        session.delete(path(kind, id));
    }

    static RemotePath path(FileKind kind, Id id) {
        return RepositoryFiles.path(kind, id);
    }
}
