package dev.tandem.storage.s3;

import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.spi.ServerCopy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Copies objects within the bucket; no content comes here. */
final class Copier implements ServerCopy {
    private static final long PART = 1L << 30;

    private final Bucket bucket;

    Copier(Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public ObjectInfo copy(RemotePath from, RemotePath to) throws StorageException {
        String key = bucket.keys().ofNew(to);
        HeadObjectResponse head = bucket.head(from).orElseThrow(() -> new StorageException(Kind.NOT_FOUND,
                bucket.cannot("copy", from) + ": it is not there"));
        if (from.equals(to)) {
            return infoOf(to, head.contentLength(), Tag.bare(head.eTag()));
        }
        Optional<String> tag = head.contentLength() > bucket.sizes().copied() ? inParts(from, key, head)
                : bucket.call("copy", from, () -> Tag.bare(bucket.client().copyObject(copy -> copy
                        .sourceBucket(bucket.name()).sourceKey(bucket.keys().of(from))
                        .destinationBucket(bucket.name()).destinationKey(key)
                        .storageClass(bucket.options().storageClass().orElse(null))).copyObjectResult().eTag()));
        return infoOf(to, head.contentLength(), tag);
    }

    private static ObjectInfo infoOf(RemotePath path, long size, Optional<String> tag) {
        return new ObjectInfo(path, false, size, Optional.empty(), tag);
    }

    private Optional<String> inParts(RemotePath from, String key, HeadObjectResponse head) throws StorageException {
        String upload = bucket.call("copy", from, () -> bucket.client().createMultipartUpload(create -> create
                .bucket(bucket.name()).key(key).metadata(head.metadata()).contentType(head.contentType())
                .storageClass(bucket.options().storageClass().orElse(null)))).uploadId();
        try {
            List<CompletedPart> copied = copyParts(from, key, upload, head);
            return bucket.call("copy", from, () -> Tag.bare(bucket.client().completeMultipartUpload(complete -> complete
                    .bucket(bucket.name()).key(key).uploadId(upload)
                    .multipartUpload(whole -> whole.parts(copied))).eTag()));
        } catch (StorageException e) {
            giveUp(from, key, upload, e);
            throw e;
        }
    }

    private List<CompletedPart> copyParts(RemotePath from, String key, String upload, HeadObjectResponse head)
            throws StorageException {
        Parts parts = Parts.of(head.contentLength(), Math.min(PART, bucket.sizes().copied()));
        List<CompletedPart> copied = new ArrayList<>();
        for (int part = 1; part <= parts.count(); part++) {
            int number = part;
            String range = "bytes=" + parts.offset(part) + "-" + (parts.offset(part) + parts.size(part) - 1);
            String tag = bucket.call("copy", from, () -> bucket.client().uploadPartCopy(copy -> copy
                    .sourceBucket(bucket.name()).sourceKey(bucket.keys().of(from)).copySourceRange(range)
                    .copySourceIfMatch(head.eTag())
                    .destinationBucket(bucket.name()).destinationKey(key).uploadId(upload)
                    .partNumber(number))).copyPartResult().eTag();
            copied.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }
        return copied;
    }

    private void giveUp(RemotePath from, String key, String upload, StorageException because) {
        try {
            bucket.call("give up the copy of", from, () -> bucket.client().abortMultipartUpload(
                    abort -> abort.bucket(bucket.name()).key(key).uploadId(upload)));
        } catch (StorageException e) {
            because.addSuppressed(e);
        }
    }
}
