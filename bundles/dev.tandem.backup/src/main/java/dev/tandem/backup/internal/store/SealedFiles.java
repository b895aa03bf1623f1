package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.backup.internal.format.Zstandard;
import java.io.IOException;
import java.util.Arrays;

/**
 * The JSON files of a repository behind the master key: snapshots, indexes and locks, which format 2 compresses
 * (restic repository format, unpacked files), and the config, which is never compressed. Thread-safe.
 */
public final class SealedFiles {
    private static final byte ZSTD_MARK = 2;
    /** The most plain bytes of one file that are believed: an index of half a million blobs, ten times the usual. */
    private static final int MAX_PLAIN = 128 << 20;
    private static final int LEVEL = 3;

    private final RepositoryFiles files;
    private final Sealer sealer;
    private final boolean compress;

    /** Reads and writes through {@code files}; {@code version} is the repository's. */
    public SealedFiles(RepositoryFiles files, Sealer sealer, int version) {
        this.files = files;
        this.sealer = sealer;
        this.compress = version >= 2;
    }

    /** Returns the JSON of a file. */
    public byte[] load(FileKind kind, Id id) throws IOException {
        byte[] sealed = files.read(kind, id);
        try {
            return open(sealed);
        } catch (DamagedException e) {
            throw new DamagedException(RepositoryFiles.path(kind, id) + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Returns the JSON in the bytes of a file. */
    public byte[] open(byte[] sealed) throws DamagedException {
        return decode(sealer.open(sealed));
    }

    private static byte[] decode(byte[] plain) throws DamagedException {
        if (plain.length == 0) {
            throw new DamagedException("it is empty");
        }
        return switch (plain[0]) {
            case '[', '{' -> plain;
            case ZSTD_MARK -> Zstandard.decompressUpTo(plain, 1, plain.length - 1, MAX_PLAIN);
            default -> throw new DamagedException("its encoding is unknown");
        };
    }

    /** Stores JSON as a new file and returns its name. */
    public Id save(FileKind kind, byte[] json) throws IOException {
        return files.write(kind, seal(json));
    }

    /** Stores JSON as a new file, as {@link #save} does, and reads it again: for what others give way to. */
    public Id saveProved(FileKind kind, byte[] json) throws IOException {
        return files.writeProved(kind, seal(json));
    }

    /** Returns the bytes of a file that holds JSON. */
    public byte[] seal(byte[] json) throws IOException {
        if (!compress) {
            return sealer.seal(json);
        }
        byte[] frame = Zstandard.compress(json, 0, json.length, LEVEL);
        byte[] marked = new byte[frame.length + 1];
        marked[0] = ZSTD_MARK;
        System.arraycopy(frame, 0, marked, 1, frame.length);
        byte[] sealed = sealer.seal(marked);
        if (!Arrays.equals(open(sealed), json)) {
            throw new IOException("a file that was just sealed does not open again; the memory or the processor of this"
                    + " computer may be faulty. Nothing was stored");
        }
        return sealed;
    }
}
