package dev.tandem.storage.s3;

import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Writes objects: in one piece, or in parts where they are large. */
final class ObjectWriter {
    private static final String BYTES = "application/octet-stream";

    /** Asked only when a write has a condition: finding it out costs some requests. */
    interface Abilities {
        Probe.Found get() throws StorageException;
    }

    private final Bucket bucket;
    private final Abilities abilities;
    private final PartBuffers buffers;

    ObjectWriter(Bucket bucket, Abilities abilities) {
        this.bucket = bucket;
        this.abilities = abilities;
        this.buffers = new PartBuffers(bucket.sizes().part());
    }

    ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        String key = bucket.keys().ofNew(path);
        Condition condition = condition(path, options, content.length() > bucket.sizes().single());
        Marks marks = Marks.of(bucket.options(), options);
        try {
            Optional<String> tag = content.length() > bucket.sizes().single()
                    ? new MultipartUpload(bucket, buffers, path, content, marks).write(condition)
                    : put(path, key, content, marks, condition);
            return new ObjectInfo(path, false, content.length(), Optional.empty(), tag);
        } catch (StorageException e) {
            throw meant(e, path, options);
        }
    }

    /** What the service cannot decide is looked at here, as is what would go up at length for nothing. */
    private Condition condition(RemotePath path, WriteOptions options, boolean large) throws StorageException {
        if (!options.ifAbsent() && options.ifTag().isEmpty()) {
            return Condition.NONE;
        }
        Probe.Found found = abilities.get();
        boolean decides = options.ifAbsent() ? found.decidesAbsent()
                : found.decidesUnchanged() && Tag.isPlain(options.ifTag().get());
        if (large || !decides) {
            look(path, options);
        }
        return decides ? new Condition(options.ifAbsent(), options.ifTag().map(found::tagged)) : Condition.NONE;
    }

    private void look(RemotePath path, WriteOptions options) throws StorageException {
        Optional<HeadObjectResponse> there = bucket.head(path);
        if (options.ifAbsent() && there.isPresent()) {
            throw exists(path, null);
        }
        if (options.ifTag().isPresent() && !there.flatMap(head -> Tag.bare(head.eTag())).equals(options.ifTag())) {
            throw changed(path, null);
        }
    }

    /** Returns what a refusal means for a write with a condition. */
    private StorageException meant(StorageException failure, RemotePath path, WriteOptions options)
            throws StorageException {
        if (options.ifAbsent() && failure.kind() == Kind.CHANGED) {
            // Of two that race, Amazon may refuse both and ask for another attempt.
            boolean undecided = Failures.hasCode(failure, "ConditionalRequestConflict") && bucket.head(path).isEmpty();
            return undecided ? new StorageException(Kind.FAILED, failure.getMessage(), failure, true, null)
                    : exists(path, failure);
        }
        boolean gone = failure.kind() == Kind.NOT_FOUND && !Failures.hasCode(failure, "NoSuchBucket");
        return options.ifTag().isPresent() && gone ? changed(path, failure) : failure;
    }

    private StorageException exists(RemotePath path, StorageException cause) {
        return new StorageException(Kind.EXISTS, bucket.cannot("write", path) + ": it is there already", cause);
    }

    private StorageException changed(RemotePath path, StorageException cause) {
        return new StorageException(Kind.CHANGED, bucket.cannot("write", path)
                + ": it is another one meanwhile, or gone; look at it again", cause);
    }

    private Optional<String> put(RemotePath path, String key, Content content, Marks marks, Condition condition)
            throws StorageException {
        try (Source source = new Source(content, bucket.cannot("write", path))) {
            return bucket.call("write", path, () -> put(path, key, source, content.length(), marks, condition));
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException(Kind.FAILED, bucket.cannot("write", path) + ": its source cannot be closed", e);
        }
    }

    private Optional<String> put(RemotePath path, String key, Source source, long length, Marks marks,
            Condition condition) throws IOException {
        PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket.name()).key(key)
                .metadata(marks.metadata()).storageClass(marks.storageClass())
                .ifNoneMatch(condition.ifNoneMatch()).ifMatch(condition.ifMatch());
        if (marks.lock().isPresent()) {
            // S3 demands a digest in front where it locks.
            request.contentMD5(Md5.base64(source.digest()))
                    .objectLockMode(marks.lock().get().mode()).objectLockRetainUntilDate(marks.lockedUntil());
        }
        byte[] empty = length == 0 ? source.digest() : null;
        RequestBody body = length == 0 ? RequestBody.empty() : RequestBody.fromContentProvider(source, length, BYTES);
        PutObjectResponse answer = bucket.client().putObject(request.build(), body);
        Optional<String> tag = Tag.bare(answer.eTag());
        byte[] md5 = empty == null ? source.md5() : empty;
        if (Md5.contradicts(tag, md5) && !arrived(path, key, md5)) {
            throw damaged(path, key);
        }
        return tag;
    }

    /** A tag need not be a digest, and is none where the service encrypts; so what is there decides. */
    private boolean arrived(RemotePath path, String key, byte[] md5) throws StorageException {
        return bucket.call("compare", path, () -> bucket.client().getObject(get -> get.bucket(bucket.name()).key(key),
                (head, body) -> {
                    try (InputStream in = new DigestInputStream(body, Md5.digest())) {
                        in.transferTo(OutputStream.nullOutputStream());
                        return Arrays.equals(md5, ((DigestInputStream) in).getMessageDigest().digest());
                    }
                }));
    }

    private StorageException damaged(RemotePath path, String key) throws StorageException {
        // Better nothing than something else.
        bucket.call("delete", path, () -> bucket.client().deleteObject(delete -> delete.bucket(bucket.name()).key(key)));
        return new StorageException(Kind.FAILED, bucket.cannot("write", path)
                + ": other bytes arrived than were sent; they were deleted there", null, true, null);
    }
}
