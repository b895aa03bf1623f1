package dev.tandem.storage.s3;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** The one place where the SDK's exceptions become {@link StorageException}s. */
final class Failures {
    private static final boolean RETRYABLE = true;
    private static final Pattern EXPECTED_REGION = Pattern.compile("expecting '([a-z0-9-]{1,40})'");

    private Failures() { }

    /** Returns what {@code cause} means; {@code what} is {@code cannot read s3://bucket/key}. */
    static StorageException of(String what, Exception cause) {
        // What the content to be written threw went through the SDK, which has wrapped it.
        Optional<StorageException> ours = causes(cause).filter(StorageException.class::isInstance)
                .map(StorageException.class::cast).findFirst();
        return switch (cause) {
            case Exception e when ours.isPresent() -> ours.get();
            case AwsServiceException e -> answered(what + ": ", e);
            case Exception e when interrupted(e) -> of(Kind.FAILED, what + ": interrupted", e);
            default -> ofConnection(what + ": ", cause);
        };
    }

    private static boolean interrupted(Exception cause) {
        return Thread.currentThread().isInterrupted() || cause instanceof AbortedException
                || causes(cause).anyMatch(e -> e instanceof InterruptedException
                        || e.getClass() == InterruptedIOException.class);
    }

    private static Stream<Throwable> causes(Throwable cause) {
        return Stream.iterate(cause, e -> e != null, Throwable::getCause);
    }

    private static StorageException ofConnection(String what, Exception cause) {
        if (causes(cause).anyMatch(UnresolvedAddressException.class::isInstance)) {
            return passing(Kind.UNREACHABLE, what + "nobody knows the name of the server; check the spelling of the "
                    + "endpoint or region, and the network", cause);
        }
        Optional<Throwable> tls = causes(cause).filter(SSLException.class::isInstance).findFirst();
        if (tls.isPresent() && causes(cause).anyMatch(GeneralSecurityException.class::isInstance)) {
            return of(Kind.UNREACHABLE, what + "the server's certificate is not trusted (" + tls.get().getMessage()
                    + "); name its authority with the setting ca-certificate", cause);
        }
        if (causes(cause).anyMatch(IOException.class::isInstance)) {
            return passing(Kind.UNREACHABLE, what + "the connection failed (" + deepest(cause)
                    + "); check the network and the endpoint", cause);
        }
        return of(Kind.FAILED, what + cause.getMessage(), cause);
    }

    private static String deepest(Throwable cause) {
        Throwable last = causes(cause).filter(e -> e.getMessage() != null).reduce(cause, (first, second) -> second);
        return last.getMessage() == null ? last.toString() : last.getMessage();
    }

    private static StorageException answered(String what, AwsServiceException cause) {
        return switch (codeOf(cause)) {
            case "NoSuchBucket" -> of(Kind.NOT_FOUND,
                    what + "there is no such bucket; check the spelling, the endpoint and the region", cause);
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "AuthFailure", "InvalidSecurity",
                    "NotSignedUp" -> of(Kind.DENIED, what + "the service does not accept the keys (" + codeOf(cause)
                    + "); check access-key and secret-key", cause);
            case "ExpiredToken", "TokenRefreshRequired" -> of(Kind.DENIED,
                    what + "the keys have expired; ask for new ones", cause);
            case "RequestTimeTooSkewed", "RequestExpired" -> of(Kind.DENIED, what + "the clock of this computer ("
                    + Instant.now() + ") and the server's differ too much" + serverTime(cause)
                    + "; set this computer's clock", cause);
            case "PermanentRedirect", "TemporaryRedirect", "Redirect", "AuthorizationHeaderMalformed",
                    "IllegalLocationConstraintException" -> of(Kind.INVALID, what + "the bucket is in another region"
                    + regionOf(cause).map(region -> ", " + region + "; name it with the setting region")
                            .orElse("; name it with the setting region") + " (" + said(cause) + ")", cause);
            case "KeyTooLongError", "InvalidObjectName", "InvalidURI", "XMinioInvalidObjectName" -> of(Kind.INVALID,
                    what + "the service refuses this name; choose another one", cause);
            case "EntityTooLarge" -> of(Kind.INVALID, what + "the service stores nothing so large", cause);
            case "QuotaExceeded", "XMinioStorageFull", "StorageFull", "InsufficientStorage", "storage_cap_exceeded",
                    "ServiceQuotaExceeded" -> of(Kind.FULL,
                    what + "no space left, or a quota is used up; free space or ask for more", cause);
            case "SlowDown", "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequests",
                    "ServiceUnavailable", "BandwidthLimitExceeded", "RequestThrottled" -> throttled(what, cause);
            case "RequestTimeout", "BadDigest", "XAmzContentSHA256Mismatch", "IncompleteBody", "NoSuchUpload",
                    "InvalidPart", "OperationAborted" -> passing(Kind.FAILED,
                    what + "the content did not arrive as it was sent (" + said(cause) + ")", cause);
            case "NotImplemented" -> of(Kind.UNSUPPORTED, what + "the service cannot do this: " + said(cause), cause);
            default -> byStatus(what, cause);
        };
    }

    private static StorageException byStatus(String what, AwsServiceException cause) {
        return switch (cause.statusCode()) {
            case 401, 403 -> of(Kind.DENIED, what + "not permitted (" + said(cause) + "); check the keys, what they may "
                    + "do, and whether the object is locked", cause);
            case 404 -> of(Kind.NOT_FOUND, what + "it is not there", cause);
            case 408 -> passing(Kind.UNREACHABLE, what + "the server waited too long for the request", cause);
            case 409, 412 -> of(Kind.CHANGED, what + "it is another one meanwhile (" + said(cause) + ")", cause);
            case 416 -> of(Kind.INVALID, what + "the range starts beyond its end", cause);
            case 429, 503 -> throttled(what, cause);
            case 507 -> of(Kind.FULL, what + "no space left; free space or ask for more", cause);
            case 400 -> of(Kind.INVALID, what + "the service refuses this: " + said(cause), cause);
            case 501 -> of(Kind.UNSUPPORTED, what + "the service cannot do this: " + said(cause), cause);
            default -> new StorageException(Kind.FAILED, what + "the service reports an error: " + said(cause), cause,
                    cause.statusCode() >= 500 || cause.statusCode() == 200, retryAfter(cause).orElse(null));
        };
    }

    private static StorageException throttled(String what, AwsServiceException cause) {
        return new StorageException(Kind.THROTTLED, what + "the service asks to come back later (" + said(cause) + ")",
                cause, RETRYABLE, retryAfter(cause).orElse(null));
    }

    private static StorageException of(Kind kind, String message, Exception cause) {
        return new StorageException(kind, message, cause);
    }

    private static StorageException passing(Kind kind, String message, Exception cause) {
        return new StorageException(kind, message, cause, RETRYABLE, null);
    }

    /** Returns the service's name for what went wrong; empty where it has none, as in answers to HEAD. */
    static String codeOf(SdkException cause) {
        return details(cause).map(AwsErrorDetails::errorCode).orElse("");
    }

    /** Tells whether {@code failure} is an answer with this code. */
    static boolean hasCode(StorageException failure, String code) {
        return failure.getCause() instanceof SdkException cause && codeOf(cause).equals(code);
    }

    /** Tells whether {@code failure} is an answer with this status. */
    static boolean hasStatus(StorageException failure, int status) {
        return failure.getCause() instanceof AwsServiceException cause && cause.statusCode() == status;
    }

    /** Returns the region the service says the bucket is in. */
    static Optional<String> regionOf(SdkException cause) {
        return header(cause, "x-amz-bucket-region").or(() -> details(cause).map(AwsErrorDetails::errorMessage)
                .map(EXPECTED_REGION::matcher).filter(Matcher::find).map(expected -> expected.group(1)));
    }

    /** Returns the region to ask instead, where the service refused because it is another one. */
    static Optional<String> rightRegion(StorageException failure) {
        boolean elsewhere = hasStatus(failure, 301) || hasStatus(failure, 307) || hasStatus(failure, 400);
        return elsewhere && failure.getCause() instanceof SdkException cause ? regionOf(cause) : Optional.empty();
    }

    private static Optional<AwsErrorDetails> details(SdkException cause) {
        return cause instanceof AwsServiceException answer ? Optional.ofNullable(answer.awsErrorDetails())
                : Optional.empty();
    }

    private static Optional<String> header(SdkException cause, String name) {
        return details(cause).map(AwsErrorDetails::sdkHttpResponse).flatMap(head -> head.firstMatchingHeader(name));
    }

    private static String said(AwsServiceException cause) {
        String message = details(cause).map(AwsErrorDetails::errorMessage).orElse("");
        return ("HTTP " + cause.statusCode() + " " + codeOf(cause)).strip() + (message.isEmpty() ? "" : ": " + message);
    }

    private static String serverTime(AwsServiceException cause) {
        return header(cause, "Date").map(date -> " (" + date + ")").orElse("");
    }

    private static Optional<Duration> retryAfter(AwsServiceException cause) {
        return header(cause, "Retry-After").flatMap(Failures::duration);
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(text.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.between(
                    Instant.now(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)));
        } catch (DateTimeException e) {
            // A server that says it in its own way is waited for as one that says nothing.
            return Optional.empty();
        }
    }
}
