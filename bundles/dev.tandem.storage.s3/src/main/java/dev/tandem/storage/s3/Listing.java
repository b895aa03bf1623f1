package dev.tandem.storage.s3;

import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One listing of one folder, told page by page. */
final class Listing {
    private static final System.Logger LOG = System.getLogger(Listing.class.getName());
    /** The order in which S3 lists. */
    private static final Comparator<Entry> BY_BYTES = (one, other) -> Arrays.compareUnsigned(
            one.name().getBytes(StandardCharsets.UTF_8), other.name().getBytes(StandardCharsets.UTF_8));

    /** @param name as it stands in the bucket: a folder's ends with a slash */
    private record Entry(String name, Optional<S3Object> object) { }

    private final Bucket bucket;
    private final RemotePath directory;
    private final String folder;
    /** Objects whose names are the beginning of what comes: the only ones that a folder may share its name with. */
    private final Deque<String> objects = new ArrayDeque<>();
    private boolean exists;

    Listing(Bucket bucket, RemotePath directory) {
        this.bucket = bucket;
        this.directory = directory;
        this.folder = bucket.keys().ofFolder(directory);
        this.exists = directory.value().isEmpty();
    }

    void tell(Consumer<? super ObjectInfo> sink) throws StorageException {
        Optional<String> next = Optional.empty();
        do {
            ListObjectsV2Response page = page(next, 1000);
            for (Entry entry : entries(page)) {
                tell(entry, sink);
            }
            next = after(page, next);
        } while (next.isPresent());
        if (!exists) {
            throw new StorageException(Kind.NOT_FOUND, bucket.cannot("list", directory) + ": nothing is below it");
        }
    }

    /** Tells whether there is anything in the folder, itself included. */
    boolean isThere() throws StorageException {
        ListObjectsV2Response page = page(Optional.empty(), 2);
        return exists || !page.contents().isEmpty() || !page.commonPrefixes().isEmpty();
    }

    /** Tells whether there is anything in the folder but an object that only says that it is there. */
    boolean isInUse() throws StorageException {
        ListObjectsV2Response page = page(Optional.empty(), 2);
        return !page.commonPrefixes().isEmpty()
                || page.contents().stream().anyMatch(object -> !object.key().equals(folder));
    }

    private ListObjectsV2Response page(Optional<String> token, int most) throws StorageException {
        var request = ListObjectsV2Request.builder().bucket(bucket.name()).prefix(folder).delimiter("/")
                .continuationToken(token.orElse(null)).maxKeys(most).build();
        var encoded = request.toBuilder().encodingType(EncodingType.URL).build();
        return bucket.call("list", directory, () -> bucket.names().decoded(bucket.client().listObjectsV2(encoded),
                () -> plain(request)));
    }

    private Optional<ListObjectsV2Response> plain(ListObjectsV2Request request) {
        try {
            return Optional.of(bucket.client().listObjectsV2(request));
        } catch (SdkClientException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "names in " + folder + " need encoding: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> after(ListObjectsV2Response page, Optional<String> before) throws StorageException {
        if (!Boolean.TRUE.equals(page.isTruncated())) {
            return Optional.empty();
        }
        Optional<String> next = Optional.ofNullable(page.nextContinuationToken());
        if (next.isEmpty() || next.equals(before)) {
            throw unbelievable("it says that more follows, and not where");
        }
        return next;
    }

    private List<Entry> entries(ListObjectsV2Response page) throws StorageException {
        List<Entry> entries = new ArrayList<>();
        for (S3Object object : page.contents()) {
            entries.add(new Entry(nameOf(object.key()), Optional.of(object)));
        }
        for (CommonPrefix below : page.commonPrefixes()) {
            entries.add(new Entry(nameOf(below.prefix()), Optional.empty()));
        }
        entries.sort(BY_BYTES);
        return entries;
    }

    private String nameOf(String key) throws StorageException {
        if (key == null || !key.startsWith(folder)) {
            throw unbelievable("it tells of '" + key + "', which is elsewhere");
        }
        return key.substring(folder.length());
    }

    private void tell(Entry entry, Consumer<? super ObjectInfo> sink) throws StorageException {
        boolean isFolder = entry.object().isEmpty();
        String name = isFolder ? entry.name().substring(0, entry.name().length() - 1) : entry.name();
        if (name.contains("/")) {
            throw unbelievable("it tells of '" + name + "', which is further below");
        }
        if (!isFolder && Keys.isProbe(name)) {
            return;
        }
        exists = true;
        refuseTwins(entry.name(), isFolder);
        Optional<RemotePath> path = pathOf(name, isFolder);
        if (path.isPresent()) {
            sink.accept(entry.object().map(object -> infoOf(path.get(), object))
                    .orElseGet(() -> new ObjectInfo(path.get(), true, 0, Optional.empty())));
        }
    }

    /** Whoever sees only one of the two takes the other for deleted. */
    private void refuseTwins(String name, boolean isFolder) throws StorageException {
        while (!objects.isEmpty() && !name.startsWith(objects.getLast())) {
            objects.removeLast();
        }
        if (!isFolder) {
            objects.addLast(name);
        } else if (!objects.isEmpty() && name.equals(objects.getLast() + "/")) {
            throw new StorageException(Kind.INVALID, bucket.cannot("list", directory) + ": the bucket holds an object '"
                    + objects.getLast() + "' and others below it, as no folder can; rename that object");
        }
    }

    private Optional<RemotePath> pathOf(String name, boolean isFolder) {
        if (name.isEmpty() && !isFolder) {
            // Other tools write such an object to say that a folder is there.
            return Optional.empty();
        }
        try {
            return Optional.of(directory.child(new RemotePath(name).value())).filter(path -> !name.isEmpty());
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "passed over '" + folder + name + "' in the bucket "
                    + bucket.name() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Listings tell times to the millisecond on some services, and everything else to the second. */
    private static ObjectInfo infoOf(RemotePath path, S3Object object) {
        return new ObjectInfo(path, false, object.size() == null ? 0 : object.size(),
                Optional.ofNullable(object.lastModified()).map(time -> time.truncatedTo(ChronoUnit.SECONDS)),
                Tag.bare(object.eTag()));
    }

    private StorageException unbelievable(String why) {
        return new StorageException(Kind.FAILED, bucket.cannot("list", directory)
                + ": the service's listing cannot be believed: " + why);
    }
}
