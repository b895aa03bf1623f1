package dev.tandem.storage.s3;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/** Uploads of one key that were begun and not finished: by us before a connection broke, or by somebody else. */
final class Leftovers {
    private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());
    private static final int LOOKED_AT = 5;
    /** A younger one may belong to somebody who is busy with it. */
    private static final Duration STALE = Duration.ofDays(1);

    private final Bucket bucket;
    private final RemotePath path;
    private final String key;
    private final List<MultipartUpload> uploads;

    private Leftovers(Bucket bucket, RemotePath path, List<MultipartUpload> uploads) {
        this.bucket = bucket;
        this.path = path;
        this.key = bucket.keys().of(path);
        this.uploads = uploads;
    }

    /** An upload that can be continued. */
    record Begun(String uploadId, Map<Integer, Part> parts) {
        /** Tells whether this part is there already. */
        boolean has(int number, int size, byte[] md5) {
            Part part = parts.get(number);
            return part != null && part.size() != null && part.size() == size
                    && Tag.bare(part.eTag()).equals(Optional.of(Md5.hex(md5)));
        }
    }

    static Leftovers find(Bucket bucket, RemotePath path) throws StorageException {
        String key = bucket.keys().of(path);
        try {
            ListMultipartUploadsResponse found = bucket.call("look for begun uploads of", path,
                    () -> bucket.client().listMultipartUploads(list -> list.bucket(bucket.name()).prefix(key)
                            .encodingType(EncodingType.URL)));
            return new Leftovers(bucket, path, found.uploads().stream().filter(upload -> key.equals(upload.key()))
                    .sorted(Comparator.comparing(Leftovers::begunAt).reversed()).limit(LOOKED_AT).toList());
        } catch (StorageException e) {
            if (e.retryable() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.log(System.Logger.Level.DEBUG, () -> "nothing is continued: " + e.getMessage());
            return new Leftovers(bucket, path, List.of());
        }
    }

    private static Instant begunAt(MultipartUpload upload) {
        return Optional.ofNullable(upload.initiated()).orElse(Instant.MAX);
    }

    /**
     * Returns an upload that was cut as {@code parts} and begins with these bytes. Whether the rest fits too is seen part
     * by part; what does not is sent again.
     */
    Optional<Begun> fitting(Parts parts, byte[] firstMd5) throws StorageException {
        for (MultipartUpload upload : uploads) {
            var begun = new Begun(upload.uploadId(), partsOf(upload));
            boolean cutSo = begun.parts().values().stream().allMatch(part -> part.partNumber() <= parts.count()
                    && part.size() != null && part.size() == parts.size(part.partNumber()));
            if (cutSo && begun.has(1, (int) parts.size(1), firstMd5)) {
                return Optional.of(begun);
            }
        }
        return Optional.empty();
    }

    private Map<Integer, Part> partsOf(MultipartUpload upload) throws StorageException {
        return bucket.call("look at the begun upload of", path, () -> {
            Map<Integer, Part> parts = new HashMap<>();
            bucket.client().listPartsPaginator(list -> list.bucket(bucket.name()).key(key).uploadId(upload.uploadId()))
                    .parts().stream().limit(Parts.MOST).forEach(part -> parts.put(part.partNumber(), part));
            return parts;
        });
    }

    /** Gives up old ones, whose parts cost money for nothing. */
    void discardStale(String finished) {
        Instant stale = Instant.now().minus(STALE);
        for (MultipartUpload upload : uploads) {
            if (!upload.uploadId().equals(finished) && begunAt(upload).isBefore(stale)) {
                discard(upload.uploadId());
            }
        }
    }

    /** Gives up an upload; one that cannot be given up is left to the bucket's own rules. */
    void discard(String uploadId) {
        try {
            bucket.call("give up the upload of", path, () -> bucket.client().abortMultipartUpload(
                    abort -> abort.bucket(bucket.name()).key(key).uploadId(uploadId)));
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "parts of an upload stay behind: " + e.getMessage());
        }
    }
}
