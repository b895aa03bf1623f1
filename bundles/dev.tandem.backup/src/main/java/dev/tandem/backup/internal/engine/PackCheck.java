package dev.tandem.backup.internal.engine;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.Sealer;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.backup.internal.store.PackHeader;
import dev.tandem.backup.internal.store.PackedBlob;
import dev.tandem.backup.internal.store.RepositoryFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads packs whole and proves every byte (restic repository format, check, read-data). Thread-safe. */
final class PackCheck {
    /** Packs are tens of MiB; beyond this somebody wants to exhaust memory. */
    private static final long MAX_PACK = 1L << 30;

    /**
     * What is wrong with a pack.
     *
     * @param message what is wrong, empty for a sound pack
     * @param lost    the blobs that cannot be read from it
     */
    record Verdict(String message, List<PackedBlob> lost) {
        static final Verdict SOUND = new Verdict("", List.of());
    }

    private final RepositoryFiles files;
    private final Sealer sealer;
    private final BlobReader reader;

    PackCheck(RepositoryFiles files, Sealer sealer, BlobReader reader) {
        this.files = files;
        this.sealer = sealer;
        this.reader = reader;
    }

    /** Checks a pack of {@code size} bytes that the index says holds {@code blobs}; what fails is tried twice. */
    Verdict check(Id pack, long size, List<PackedBlob> blobs) {
        Verdict first = checkOnce(pack, size, blobs);
        if (first.message.isEmpty()) {
            return first;
        }
        Verdict second = checkOnce(pack, size, blobs);
        return second.message.isEmpty() ? new Verdict("a first reading failed (" + first.message
                + "), a second did not: the storage, the cable or the memory may be faulty", List.of()) : second;
    }

    private Verdict checkOnce(Id pack, long size, List<PackedBlob> blobs) {
        if (size > MAX_PACK) {
            return new Verdict("it is larger than any pack can be and was not read", blobs);
        }
        byte[] bytes = new byte[(int) size];
        try {
            files.read(FileKind.PACK, pack, 0, bytes.length, bytes);
        } catch (IOException e) {
            return new Verdict("it cannot be read: " + e.getMessage(), blobs);
        }
        List<PackedBlob> lost = new ArrayList<>();
        String message = "";
        for (PackedBlob blob : blobs) {
            try {
                if (blob.end() > size) {
                    throw new DamagedException("the index says it lies beyond the end of the pack");
                }
                reader.decode(bytes, Math.toIntExact(blob.offset()), blob);
            } catch (DamagedException e) {
                lost.add(blob);
                message = lost.size() + " of its " + blobs.size() + " blobs are damaged: " + e.getMessage();
            }
        }
        if (!lost.isEmpty()) {
            return new Verdict(message, lost);
        }
        if (!Hashing.sha256(bytes).equals(pack)) {
            return new Verdict("its content does not match its name, though every blob in it is sound", List.of());
        }
        return headerVerdict(bytes, blobs);
    }

    private Verdict headerVerdict(byte[] bytes, List<PackedBlob> blobs) {
        try {
            boolean same = header(bytes).equals(blobs);
            return same ? Verdict.SOUND : new Verdict("its header and the index do not agree", List.of());
        } catch (DamagedException e) {
            return new Verdict(e.getMessage(), List.of());
        }
    }

    private List<PackedBlob> header(byte[] bytes) throws DamagedException {
        if (bytes.length < PackHeader.LENGTH_FIELD + Sealer.OVERHEAD) {
            throw new DamagedException("it is too short for a header");
        }
        int field = bytes.length - PackHeader.LENGTH_FIELD;
        int sealed = ByteBuffer.wrap(bytes, field, PackHeader.LENGTH_FIELD).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (sealed < Sealer.OVERHEAD || sealed > PackHeader.MAX_SEALED || sealed > field) {
            throw new DamagedException("the length of its header is impossible");
        }
        byte[] entries = new byte[sealed - Sealer.OVERHEAD];
        sealer.open(bytes, field - sealed, sealed, entries, 0);
        return PackHeader.decode(entries, field - sealed);
    }
}
