package dev.tandem.storage.s3;

import dev.tandem.storage.Capability;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Finds out what a service does with an object made for it, for the same name stands for many versions. */
final class Probe {
    private static final System.Logger LOG = System.getLogger(Probe.class.getName());
    private static final byte[] CONTENT = "tandem".getBytes(StandardCharsets.US_ASCII);
    private static final String NO_TAG = "00000000000000000000000000000000";

    /**
     * What a service can do.
     *
     * @param capabilities      what may be promised
     * @param decidesAbsent     whether it refuses to replace an object where it was told not to
     * @param decidesUnchanged  whether it refuses to replace an object of another tag
     * @param quotes            whether it wants tags in quotes
     */
    record Found(Set<Capability> capabilities, boolean decidesAbsent, boolean decidesUnchanged, boolean quotes) {
        String tagged(String tag) {
            return quotes ? Tag.quoted(tag) : tag;
        }
    }

    private interface Attempt {
        void run() throws StorageException;
    }

    private final Bucket bucket;
    private final String key;
    private final RemotePath path;

    private Probe(Bucket bucket) {
        this.bucket = bucket;
        this.key = bucket.keys().probe();
        this.path = new RemotePath(key.substring(bucket.keys().prefix().length()));
    }

    /** Returns what the service can do; nothing is said of writing where nothing can be written. */
    static Found of(Bucket bucket) throws StorageException {
        var probe = new Probe(bucket);
        // What every S3 does, and no attempt of ours could prove.
        var found = EnumSet.of(Capability.RANGE_READ, Capability.CONCURRENT);
        Optional<String> tag;
        try {
            tag = probe.put(Condition.NONE);
        } catch (StorageException e) {
            if (e.retryable() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.log(System.Logger.Level.DEBUG, () -> "nothing is promised about writing: " + e.getMessage());
            return new Found(Set.copyOf(found), false, false, true);
        }
        try {
            return probe.ofWritable(found, tag);
        } finally {
            probe.delete(probe.key);
        }
    }

    private Found ofWritable(Set<Capability> found, Optional<String> tag) throws StorageException {
        found.addAll(List.of(Capability.ATOMIC_WRITE, Capability.DURABLE_WRITE, Capability.RENAME));
        boolean absent = decides(new Condition(true, Optional.empty()));
        boolean unchanged = decides(new Condition(false, Optional.of(Tag.quoted(NO_TAG))));
        boolean quotes = !unchanged || tag.isEmpty() || takes(Tag.quoted(tag.get()));
        unchanged = unchanged && tag.isPresent() && (quotes || takes(tag.get()));
        if (absent) {
            found.add(Capability.IF_ABSENT_WRITE);
        }
        if (unchanged) {
            found.add(Capability.IF_UNCHANGED_WRITE);
        }
        if (tag.isPresent() && tag.equals(bucket.head(path).flatMap(head -> Tag.bare(head.eTag())))) {
            found.add(Capability.TAGS);
        }
        if (bucket.head(path, key.toUpperCase(Locale.ROOT)).isEmpty()) {
            found.add(Capability.CASE_SENSITIVE);
        }
        return new Found(Set.copyOf(found), absent, unchanged, quotes);
    }

    /** Tells whether a write is refused whose condition does not hold; in one piece, and in parts. */
    private boolean decides(Condition broken) throws StorageException {
        return refused(() -> put(broken)) && refused(() -> putInParts(broken));
    }

    private boolean takes(String tag) throws StorageException {
        return !refused(() -> put(new Condition(false, Optional.of(tag))));
    }

    private boolean refused(Attempt attempt) throws StorageException {
        try {
            attempt.run();
            return false;
        } catch (StorageException e) {
            if (e.retryable() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return e.kind() == StorageException.Kind.CHANGED;
        }
    }

    private Optional<String> put(Condition condition) throws StorageException {
        return bucket.call("try out", path, () -> Tag.bare(bucket.client().putObject(put -> put.bucket(bucket.name())
                .key(key).ifNoneMatch(condition.ifNoneMatch()).ifMatch(condition.ifMatch()),
                RequestBody.fromBytes(CONTENT)).eTag()));
    }

    private void putInParts(Condition condition) throws StorageException {
        bucket.call("try out", path, () -> {
            String upload = bucket.client().createMultipartUpload(create -> create.bucket(bucket.name()).key(key)).uploadId();
            boolean done = false;
            try {
                String tag = bucket.client().uploadPart(part -> part.bucket(bucket.name()).key(key).uploadId(upload)
                        .partNumber(1), RequestBody.fromBytes(CONTENT)).eTag();
                var only = CompletedPart.builder().partNumber(1).eTag(tag).build();
                bucket.client().completeMultipartUpload(complete -> complete.bucket(bucket.name()).key(key)
                        .uploadId(upload).multipartUpload(whole -> whole.parts(only))
                        .ifNoneMatch(condition.ifNoneMatch()).ifMatch(condition.ifMatch()));
                done = true;
                return null;
            } finally {
                if (!done) {
                    bucket.client().abortMultipartUpload(abort -> abort.bucket(bucket.name()).key(key).uploadId(upload));
                }
            }
        });
    }

    private void delete(String object) throws StorageException {
        bucket.call("delete", path, () -> bucket.client().deleteObject(gone -> gone.bucket(bucket.name()).key(object)));
    }
}
