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
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads packs whole and proves every byte, blob by blob, so that the largest pack takes no more memory than its largest
 * blob (restic repository format, check, read-data). Thread-safe.
 */
final class PackCheck {
    /**
     * What is wrong with a pack.
     *
     * @param message what is wrong, empty for a sound pack
     * @param lost    the blobs that cannot be read from it
     * @param remedy  what mends it
     */
    record Verdict(String message, List<PackedBlob> lost, Remedy remedy) {
        static final Verdict SOUND = new Verdict("", List.of(), Remedy.NONE);

        Verdict(String message, List<PackedBlob> lost) {
            this(message, lost, Remedy.PACK);
        }
    }

    private final RepositoryFiles files;
    private final Sealer sealer;
    private final BlobReader reader;

    PackCheck(RepositoryFiles files, Sealer sealer, BlobReader reader) {
        this.files = files;
        this.sealer = sealer;
        this.reader = reader;
    }

    /**
     * Checks a pack of {@code size} bytes that the index says holds just {@code blobs}, one after the other; what fails
     * is tried twice.
     */
    Verdict check(Id pack, long size, List<PackedBlob> blobs) {
        Verdict first = checkOnce(pack, size, blobs);
        if (first.message.isEmpty()) {
            return first;
        }
        Verdict second = checkOnce(pack, size, blobs);
        return second.message.isEmpty() ? new Verdict("a first reading failed (" + first.message
                + "), a second did not: the storage, the cable or the memory may be faulty", List.of(),
                Remedy.HARDWARE) : second;
    }

    private Verdict checkOnce(Id pack, long size, List<PackedBlob> blobs) {
        MessageDigest digest = Hashing.newSha256();
        List<PackedBlob> unseen = new ArrayList<>(blobs.reversed());
        List<PackedBlob> lost = new ArrayList<>();
        String message = "";
        byte[] header;
        try (InputStream in = new DigestInputStream(files.open(FileKind.PACK, pack), digest)) {
            byte[] buffer = new byte[largest(blobs)];
            while (!unseen.isEmpty()) {
                PackedBlob blob = unseen.getLast();
                if (in.readNBytes(buffer, 0, blob.length()) < blob.length()) {
                    throw new DamagedException("it is truncated");
                }
                unseen.removeLast();
                try {
                    reader.prove(buffer, 0, blob);
                } catch (DamagedException e) {
                    lost.add(blob);
                    message = e.getMessage();
                }
            }
            header = in.readNBytes(PackHeader.MAX_SEALED + PackHeader.LENGTH_FIELD + 1);
        } catch (IOException e) {
            lost.addAll(unseen);
            return new Verdict("it cannot be read: " + e.getMessage(), lost);
        }
        if (!lost.isEmpty()) {
            return new Verdict(lost.size() + " of its " + blobs.size() + " blobs are damaged: " + message, lost);
        }
        if (!Id.of(digest.digest()).equals(pack)) {
            return new Verdict("its content does not match its name, though every blob in it is sound", List.of());
        }
        return headerVerdict(header, size, blobs);
    }

    private static int largest(List<PackedBlob> blobs) {
        return blobs.stream().mapToInt(PackedBlob::length).max().orElse(0);
    }

    private Verdict headerVerdict(byte[] tail, long size, List<PackedBlob> blobs) {
        try {
            boolean same = PackHeader.open(tail, size, sealer).equals(blobs);
            return same ? Verdict.SOUND : new Verdict("its header and the index do not agree", List.of());
        } catch (DamagedException e) {
            return new Verdict(e.getMessage(), List.of());
        }
    }
}
