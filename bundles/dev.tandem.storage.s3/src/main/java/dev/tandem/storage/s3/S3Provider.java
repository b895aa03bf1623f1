package dev.tandem.storage.s3;

import dev.tandem.storage.Location;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.ProviderSetting;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageProvider;
import dev.tandem.storage.spi.StorageSession;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Buckets of Amazon S3 and of the many services that speak the same. */
@Component(property = StorageProvider.SCHEME + "=s3")
public final class S3Provider implements StorageProvider {
    private final Sizes sizes;

    /** For the component runtime. */
    public S3Provider() {
        this(Sizes.STANDARD);
    }

    S3Provider(Sizes sizes) {
        this.sizes = sizes;
    }

    @Override
    public List<ProviderSetting> settings() {
        return Options.SETTINGS;
    }

    @Override
    public StorageSession open(Location where, SessionContext context) throws StorageException {
        S3Address address = S3Address.of(where);
        Options options = Options.of(address, context);
        AwsCredentialsProvider credentials = Credentials.of(context, options.endpoint().isEmpty());
        String region = options.region().orElse(Connector.USUAL_REGION);
        try {
            return open(address, options, credentials, region, context.mode());
        } catch (WrongRegion wrong) {
            try {
                return open(address, options, credentials, wrong.right, context.mode());
            } catch (WrongRegion again) {
                throw again.asSaid();
            }
        }
    }

    private StorageSession open(S3Address address, Options options, AwsCredentialsProvider credentials, String region,
            Storages.Mode mode) throws StorageException, WrongRegion {
        var bucket = new Bucket(Connector.connect(options, credentials, region, Http.PATIENCE), address.bucket(),
                Keys.below(address.prefix()), options, sizes, new EncodedNames());
        boolean opened = false;
        try {
            find(bucket, mode);
            opened = true;
            return new S3Session(bucket);
        } finally {
            if (!opened) {
                bucket.client().close();
            }
        }
    }

    /** The bucket is elsewhere, and the service has said where. */
    private static final class WrongRegion extends Exception {
        private static final long serialVersionUID = 1L;

        private final String right;

        WrongRegion(String right, StorageException said) {
            super(said);
            this.right = right;
        }

        StorageException asSaid() {
            return (StorageException) getCause();
        }
    }

    private static void find(Bucket bucket, Storages.Mode mode) throws StorageException, WrongRegion {
        try {
            // Unlike a question after the bucket, a listing is answered with a reason where it is refused.
            new Listing(bucket, RemotePath.ROOT).isThere();
        } catch (StorageException e) {
            Optional<String> region = Failures.rightRegion(e);
            if (region.isPresent()) {
                throw new WrongRegion(region.get(), e);
            }
            if (!Failures.hasCode(e, "NoSuchBucket") || mode == Storages.Mode.EXISTING) {
                throw e;
            }
            make(bucket);
        }
    }

    private static void make(Bucket bucket) throws StorageException {
        try {
            bucket.call("make the bucket of", RemotePath.ROOT, () -> bucket.client().createBucket(
                    create -> create.bucket(bucket.name())));
        } catch (StorageException e) {
            if (Failures.hasCode(e, "BucketAlreadyOwnedByYou")) {
                return;
            }
            throw e.kind() == Kind.DENIED || e.kind() == Kind.CHANGED ? new StorageException(e.kind(), e.getMessage()
                    + "; make the bucket with the service's own tools, or choose another name", e) : e;
        }
    }
}
