package dev.tandem.storage.s3;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.ServerCopy;
import dev.tandem.storage.spi.StorageSession;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** A bucket, or what is below a prefix in it. What the service can do is found out when it is first asked for. */
final class S3Session implements StorageSession {
    private final Bucket bucket;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final Copier copier;
    private volatile Probe.Found found;

    S3Session(Bucket bucket) {
        this.bucket = bucket;
        this.reader = new ObjectReader(bucket);
        this.writer = new ObjectWriter(bucket, this::found);
        this.copier = new Copier(bucket);
    }

    @Override
    public Set<Capability> capabilities() {
        try {
            return found().capabilities();
        } catch (StorageException e) {
            System.getLogger(S3Session.class.getName()).log(System.Logger.Level.WARNING,
                    () -> "promises nothing that could not be tried out: " + e.getMessage());
            return Set.of(Capability.RANGE_READ, Capability.CONCURRENT);
        }
    }

    private synchronized Probe.Found found() throws StorageException {
        if (found == null) {
            found = Probe.of(bucket);
        }
        return found;
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        new Listing(bucket, directory).tell(sink);
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        Optional<HeadObjectResponse> head = isRoot(path) ? Optional.empty() : bucket.head(path);
        if (head.isEmpty()) {
            return new Listing(bucket, path).isThere() ? Optional.of(new ObjectInfo(path, true, 0, Optional.empty()))
                    : Optional.empty();
        }
        return head.map(object -> new ObjectInfo(path, false, object.contentLength(),
                Optional.ofNullable(object.lastModified()).map(time -> time.truncatedTo(ChronoUnit.SECONDS)),
                Tag.bare(object.eTag())));
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        if (isRoot(path)) {
            throw new StorageException(Kind.NOT_FOUND, bucket.cannot("read", path) + ": it is the location itself");
        }
        return reader.read(path, offset, length);
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        return writer.write(path, content, options);
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        if (isRoot(path)) {
            throw new StorageException(Kind.INVALID, "the location itself cannot be deleted; delete what is in it");
        }
        // Deleting what is not there would leave a mark of it in a bucket that keeps versions.
        if (bucket.head(path).isPresent()) {
            delete(path, bucket.keys().of(path));
            return;
        }
        var folder = new Listing(bucket, path);
        if (folder.isInUse()) {
            throw new StorageException(Kind.INVALID, bucket.cannot("delete", path)
                    + ": the folder is not empty; delete what is in it first");
        }
        if (folder.isThere()) {
            delete(path, bucket.keys().ofFolder(path));
        }
    }

    private void delete(RemotePath path, String key) throws StorageException {
        bucket.call("delete", path, () -> bucket.client().deleteObject(gone -> gone.bucket(bucket.name()).key(key)));
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        bucket.keys().ofNew(to);
        boolean there = !isRoot(from) && bucket.head(from).isPresent();
        if (!there) {
            throw new StorageException(Kind.NOT_FOUND, bucket.cannot("rename", from) + ": it is not there");
        }
        if (!replace && bucket.head(to).isPresent()) {
            throw new StorageException(Kind.EXISTS, bucket.cannot("rename", from) + ": " + to + " is there already");
        }
        if (!from.equals(to)) {
            copier.copy(from, to);
            delete(from, bucket.keys().of(from));
        }
    }

    private static boolean isRoot(RemotePath path) {
        return path.value().isEmpty();
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        return type == ServerCopy.class ? Optional.of(type.cast(copier)) : Optional.empty();
    }

    @Override
    public void close() {
        bucket.client().close();
    }
}
