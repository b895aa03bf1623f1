package dev.tandem.storage.s3;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.spi.ProviderSetting;
import dev.tandem.storage.spi.SessionContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.StorageClass;

/**
 * What a bucket's location and its destination say of how to use it.
 *
 * @param endpoint     where the service is; empty for Amazon's
 * @param region       the service's region, where somebody said it
 * @param pathStyle    whether the bucket stands in the path, not in the name of the host
 * @param storageClass what kind of storage objects are written to; empty for the bucket's own
 * @param lock         how long protected objects stay locked; empty for not at all
 * @param checksum     when the SDK sends checksums of its own
 * @param trusted      a file with certificates to trust beside those Java trusts
 */
record Options(Optional<URI> endpoint, Optional<String> region, boolean pathStyle, Optional<StorageClass> storageClass,
        Optional<Lock> lock, RequestChecksumCalculation checksum, Optional<Path> trusted) {
    static final List<ProviderSetting> SETTINGS = List.of(
            ProviderSetting.open("endpoint", "where the service is, https://host:port; Amazon's if missing"),
            ProviderSetting.open("region", "region of the bucket; else AWS_REGION, else found out"),
            ProviderSetting.open("addressing", "path or virtual: where the bucket's name goes; virtual for Amazon only"),
            ProviderSetting.open("storage-class", "STANDARD_IA, INTELLIGENT_TIERING …; the bucket's own if missing"),
            ProviderSetting.open("object-lock", "COMPLIANCE:30 or GOVERNANCE:30: protected objects stay locked for so "
                    + "many days, in a bucket made for it; off if missing"),
            ProviderSetting.open("checksum", "WHEN_REQUIRED, or WHEN_SUPPORTED for services that know CRC32 trailers; "
                    + "WHEN_REQUIRED if missing"),
            ProviderSetting.open("ca-certificate", "a PEM file with certificates to trust beside those Java trusts; else "
                    + "AWS_CA_BUNDLE"),
            ProviderSetting.secret("access-key", "the access key; else AWS_ACCESS_KEY_ID or the profile AWS_PROFILE"),
            ProviderSetting.secret("secret-key", "the secret key that belongs to it"),
            ProviderSetting.secret("session-token", "the token of temporary keys"));

    private static final Pattern LOCK = Pattern.compile("(compliance|governance):([1-9]\\d{0,4})",
            Pattern.CASE_INSENSITIVE);

    /** Protection that not even the owner can lift before its time. */
    record Lock(ObjectLockMode mode, Period time) { }

    private interface Reading<T> {
        T of(String text) throws StorageException;
    }

    static Options of(S3Address address, SessionContext context) throws StorageException {
        var source = new Source(address, context);
        Optional<URI> named = address.endpoint().isPresent() ? address.endpoint()
                : source.read("endpoint", S3Address::endpoint);
        Optional<URI> endpoint = named.filter(uri -> !S3Address.isAmazon(uri.getHost()));
        Optional<String> region = source.text("region")
                .or(() -> named.flatMap(uri -> S3Address.regionOf(uri.getHost())))
                .or(() -> context.environment("AWS_REGION")).or(() -> context.environment("AWS_DEFAULT_REGION"));
        return new Options(endpoint, region, source.read("addressing", Options::pathStyle).orElse(endpoint.isPresent()),
                source.text("storage-class").map(StorageClass::fromValue), source.read("object-lock", Options::lock),
                source.read("checksum", Options::checksum).orElse(RequestChecksumCalculation.WHEN_REQUIRED),
                source.text("ca-certificate").or(() -> context.environment("AWS_CA_BUNDLE")).map(Path::of));
    }

    /** What an address says goes before what its destination says. */
    private record Source(S3Address address, SessionContext context) {
        Optional<String> text(String name) {
            return Optional.ofNullable(address.settings().get(name)).or(() -> context.setting(name))
                    .filter(text -> !text.isBlank());
        }

        <T> Optional<T> read(String name, Reading<T> reading) throws StorageException {
            Optional<String> text = text(name);
            return text.isEmpty() ? Optional.empty() : Optional.of(reading.of(text.get()));
        }
    }

    private static boolean pathStyle(String text) throws StorageException {
        return switch (text) {
            case "path" -> true;
            case "virtual" -> false;
            default -> throw unknown("addressing", text, "path or virtual");
        };
    }

    private static Lock lock(String text) throws StorageException {
        Matcher lock = LOCK.matcher(text);
        if (!lock.matches()) {
            throw unknown("object-lock", text, "COMPLIANCE:30 or GOVERNANCE:30, with the days after the colon");
        }
        return new Lock(ObjectLockMode.fromValue(lock.group(1).toUpperCase(Locale.ROOT)),
                Period.ofDays(Integer.parseInt(lock.group(2))));
    }

    private static RequestChecksumCalculation checksum(String text) throws StorageException {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "WHEN_REQUIRED" -> RequestChecksumCalculation.WHEN_REQUIRED;
            case "WHEN_SUPPORTED" -> RequestChecksumCalculation.WHEN_SUPPORTED;
            default -> throw unknown("checksum", text, "WHEN_REQUIRED or WHEN_SUPPORTED");
        };
    }

    private static StorageException unknown(String setting, String text, String known) {
        return new StorageException(Kind.INVALID, "'" + text + "' means nothing as " + setting + "; write " + known);
    }
}
