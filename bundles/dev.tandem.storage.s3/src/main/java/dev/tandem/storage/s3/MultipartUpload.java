package dev.tandem.storage.s3;

import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * One object on its way up in parts, some at a time. When the connection breaks, what has arrived stays there, and the
 * next attempt, in this run of the program or another, goes on from it.
 */
final class MultipartUpload {
    private static final int LARGEST_PART = 1 << 30;
    private static final String BYTES = "application/octet-stream";

    private final Bucket bucket;
    private final PartBuffers buffers;
    private final RemotePath path;
    private final String key;
    private final Content content;
    private final Marks marks;
    private final Parts parts;
    private Leftovers leftovers;
    private Leftovers.Begun upload;
    private volatile boolean failing;

    MultipartUpload(Bucket bucket, PartBuffers buffers, RemotePath path, Content content, Marks marks)
            throws StorageException {
        this.bucket = bucket;
        this.buffers = buffers;
        this.path = path;
        this.key = bucket.keys().of(path);
        this.content = content;
        this.marks = marks;
        this.parts = Parts.of(content.length(), bucket.sizes().part());
        if (parts.size() > LARGEST_PART) {
            throw new StorageException(Kind.INVALID, bucket.cannot("write", path) + ": it is too large for S3");
        }
    }

    /** Returns the tag of the object. */
    Optional<String> write(Condition condition) throws StorageException {
        leftovers = Leftovers.find(bucket, path);
        try {
            List<CompletedPart> sent = sendAll();
            CompleteMultipartUploadResponse answer = bucket.call("write", path,
                    () -> bucket.client().completeMultipartUpload(complete -> complete
                            .bucket(bucket.name()).key(key).uploadId(upload.uploadId())
                            .multipartUpload(whole -> whole.parts(sent))
                            .ifNoneMatch(condition.ifNoneMatch()).ifMatch(condition.ifMatch())));
            leftovers.discardStale(upload.uploadId());
            return Tag.bare(answer.eTag());
        } catch (StorageException e) {
            // What another attempt, or another day, may go on from stays.
            if (upload != null && !e.retryable() && !Thread.currentThread().isInterrupted()) {
                leftovers.discard(upload.uploadId());
            }
            throw e;
        }
    }

    private List<CompletedPart> sendAll() throws StorageException {
        try (var in = new SourceStream(content, bucket.cannot("write", path));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                List<Future<CompletedPart>> sending = new ArrayList<>();
                for (int number = 1; number <= parts.count() && !failing; number++) {
                    Part part = read(in, number);
                    sending.add(threads.submit(() -> send(part)));
                }
                List<CompletedPart> sent = new ArrayList<>();
                for (Future<CompletedPart> part : sending) {
                    sent.add(part.get());
                }
                return sent;
            } finally {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Kind.FAILED, bucket.cannot("write", path) + ": interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StorageException failure ? failure
                    : new StorageException(Kind.FAILED, bucket.cannot("write", path) + ": " + e.getCause(), e);
        } catch (IOException e) {
            throw Failures.of(bucket.cannot("write", path), e);
        }
    }

    private record Part(int number, byte[] bytes, byte[] md5) { }

    /** Reads the next part, on the caller's thread; with the first one the upload begins, or an earlier one goes on. */
    private Part read(SourceStream in, int number) throws IOException, InterruptedException {
        byte[] bytes = buffers.take((int) parts.size(number));
        boolean read = false;
        try {
            in.readNBytes(bytes, 0, bytes.length);
            var part = new Part(number, bytes, Md5.of(bytes));
            if (upload == null) {
                upload = begin(part.md5());
            }
            read = true;
            return part;
        } finally {
            if (!read) {
                buffers.give(bytes);
            }
        }
    }

    private Leftovers.Begun begin(byte[] firstMd5) throws StorageException {
        // A lock counts from the day the upload began.
        Optional<Leftovers.Begun> earlier = marks.lock().isPresent() ? Optional.empty()
                : leftovers.fitting(parts, firstMd5);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        var request = CreateMultipartUploadRequest.builder().bucket(bucket.name()).key(key).contentType(BYTES)
                .metadata(marks.metadata()).storageClass(marks.storageClass());
        marks.lock().ifPresent(lock -> request.objectLockMode(lock.mode()).objectLockRetainUntilDate(marks.lockedUntil()));
        return new Leftovers.Begun(bucket.call("write", path,
                () -> bucket.client().createMultipartUpload(request.build())).uploadId(), Map.of());
    }

    private CompletedPart send(Part part) throws StorageException {
        boolean sent = false;
        try {
            String tag = upload.has(part.number(), part.bytes().length, part.md5()) ? Tag.quoted(Md5.hex(part.md5()))
                    : bucket.call("write", path, () -> upload(part)).eTag();
            sent = true;
            return CompletedPart.builder().partNumber(part.number()).eTag(tag).build();
        } finally {
            failing |= !sent;
            buffers.give(part.bytes());
        }
    }

    private UploadPartResponse upload(Part part) {
        RequestBody body = RequestBody.fromContentProvider(() -> new ByteArrayInputStream(part.bytes()),
                part.bytes().length, BYTES);
        return bucket.client().uploadPart(request -> request.bucket(bucket.name()).key(key).uploadId(upload.uploadId())
                .partNumber(part.number()).contentMD5(Md5.base64(part.md5())), body);
    }
}
