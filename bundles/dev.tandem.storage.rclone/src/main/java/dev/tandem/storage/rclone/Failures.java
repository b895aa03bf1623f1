package dev.tandem.storage.rclone;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.http.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one place where rclone's errors become {@link StorageException}s. rclone tells them as text, its own or the
 * service's; it has repeated by itself what it takes for transient.
 */
final class Failures {
    private static final boolean RETRYABLE = true;
    private static final Pattern TRY_AGAIN_AFTER = Pattern.compile("try again after (\\d{4}-\\S+)");
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** Words and what they mean; the first that fits decides. Small letters. */
    private static final List<Meaning> MEANINGS = List.of(
            new Meaning(Kind.INVALID, false, "it is no name there", "is a directory not a file", "not a regular file",
                    "file name too long", "name too long", "filename too long",
                    "path too long", "block-cipher blocks", "invalid character", "disallowed_name", "malformed_path",
                    "invalid file name", "directory not empty", "is a directory"),
            new Meaning(Kind.NOT_FOUND, false, "it is not there", "object not found", "directory not found",
                    "no such file or directory", "not a directory", "is a file not a directory",
                    "file does not exist", "nosuchbucket", "nosuchkey"),
            new Meaning(Kind.DENIED, false, "the key of the server is not the known one; compare it with what the server's "
                    + "owner says", "knownhosts:", "host key"),
            new Meaning(Kind.DENIED, false, "the certificate of the server is not to be trusted", "x509:", "certificate"),
            new Meaning(Kind.THROTTLED, RETRYABLE, "the service asks to come back later", "rate limit", "ratelimit",
                    "rate_limit", "too many requests", "toomanyrequests", "too_many", "slowdown", "slow down", "throttl",
                    "try again after", "error 429", "status 429", "429 "),
            new Meaning(Kind.FULL, false, "no space is left there; free some, or ask for more", "no space left",
                    "insufficient_space", "insufficient storage", "insufficientstorage", "quota", "storage limit",
                    "disk full", "not enough space", "storage_cap_exceeded", "cap exceeded", "overlimit"),
            new Meaning(Kind.DENIED, false, "the service does not accept the credentials; 'rclone config reconnect REMOTE:' "
                    + "or 'rclone config' renews them", "invalid_grant", "couldn't fetch token", "token expired",
                    "expired_access_token", "invalid_access_token", "empty token", "unable to authenticate",
                    "unauthorized", "authentication failed", "login failed", "logon failure", "error 401", "status 401",
                    "invalidaccesskeyid", "signaturedoesnotmatch", "bad credentials", "no auth method", "ssh-agent"),
            new Meaning(Kind.DENIED, false, "permission denied; check what this user may do there", "permission denied",
                    "access denied", "accessdenied", "forbidden", "operation not permitted", "read-only file system",
                    "insufficientpermissions", "insufficientfilepermissions", "no_write_permission", "not allowed"),
            new Meaning(Kind.UNREACHABLE, RETRYABLE, "the service cannot be reached; check the network and the address",
                    "connection refused", "no such host", "i/o timeout", "connection reset", "broken pipe",
                    "network is unreachable", "no route to host", "host is down", "handshake timeout", "connection lost",
                    "couldn't connect", "dial tcp", "temporary failure in name resolution", "server misbehaving",
                    "deadline exceeded", "unexpected eof", "use of closed network connection", "connection closed"),
            new Meaning(Kind.FAILED, RETRYABLE, "somebody replaces it at this moment", "source file is being updated"),
            new Meaning(Kind.FAILED, RETRYABLE, "the service failed", "error 500", "error 502", "error 503", "error 504",
                    "status 500", "status 502", "status 503", "status 504", "internal server error", "bad gateway",
                    "service unavailable", "gateway timeout", "internalerror", "backenderror"),
            new Meaning(Kind.UNSUPPORTED, false, "rclone cannot do that; a newer one may", "couldn't find method",
                    "doesn't support", "not supported", "not implemented", "didn't find backend"));

    private record Meaning(Kind kind, boolean retryable, String words, String... signs) {
        boolean fits(String text) {
            for (String sign : signs) {
                if (text.contains(sign)) {
                    return true;
                }
            }
            return false;
        }
    }

    private Failures() { }

    /** Returns what an error of rclone means. */
    static StorageException of(Purpose purpose, Remote remote, int status, String error) {
        // What follows is for rclone's authors.
        String said = remote.mask(error.lines().findFirst().orElse(""));
        String text = error.toLowerCase(Locale.ROOT);
        if (text.contains("didn't find section in config file")) {
            return new StorageException(Kind.NOT_FOUND, purpose.cannot() + "rclone's configuration has no remote '"
                    + remote.name() + "'; 'rclone listremotes' tells those there are, 'rclone config' makes one");
        }
        if (status == 401) {
            return new StorageException(Kind.UNREACHABLE, purpose.cannot() + "another program answers in rclone's place",
                    null, RETRYABLE, null);
        }
        return MEANINGS.stream().filter(meaning -> meaning.fits(text)).findFirst()
                .map(meaning -> new StorageException(meaning.kind, purpose.cannot() + meaning.words + " (rclone: " + said
                        + ")", null, meaning.retryable, waitIn(error)))
                .orElseGet(() -> new StorageException(status == 404 ? Kind.NOT_FOUND : Kind.FAILED,
                        purpose.cannot() + "rclone says: " + said));
    }

    /** Some services do not say what they do not like about a name. */
    static StorageException at(RemotePath path, Purpose purpose, StorageException failure) {
        return failure.kind() == Kind.FAILED && Names.isLong(path) ? new StorageException(Kind.INVALID, purpose.cannot()
                + "the service fails at it, probably because its name is too long", failure) : failure;
    }

    private static Duration waitIn(String error) {
        Matcher asked = TRY_AGAIN_AFTER.matcher(error);
        if (!asked.find()) {
            return null;
        }
        try {
            Duration wait = Duration.between(Instant.now(), Entry.time(asked.group(1)));
            return wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0 ? null : wait;
        } catch (DateTimeException e) {
            // Then it waits as long as after any other failure.
            return null;
        }
    }

    static StorageException notStarted(Launch launch, String said) {
        String text = said.toLowerCase(Locale.ROOT);
        if (text.contains("unknown flag") || text.contains("unknown command")) {
            return tooOld(launch + " (" + said + ")");
        }
        return isLocked(said) ? locked() : new StorageException(Kind.FAILED, launch + " ended at once: " + said);
    }

    private static boolean isLocked(String said) {
        return said.toLowerCase(Locale.ROOT).contains("decrypt configuration");
    }

    private static StorageException locked() {
        return new StorageException(Kind.DENIED, "rclone's configuration is encrypted, and its password is missing or wrong; "
                + "set " + Launch.CONFIG_PASSWORD + ", or the secret 'config-password' of the destination");
    }

    static StorageException tooOld(String found) {
        return new StorageException(Kind.UNSUPPORTED, "rclone 1.60 or newer is needed, not " + found
                + "; rclone.org/install has one");
    }

    /** An rclone that is gone is started again by the next call; it reads its configuration when it is first needed. */
    static StorageException gone(Purpose purpose, String lastWords, Throwable cause) {
        return isLocked(lastWords) ? locked() : new StorageException(Kind.UNREACHABLE,
                purpose.cannot() + "rclone ended in the middle; it is started again", cause, RETRYABLE, null);
    }

    static StorageException malformed(Purpose purpose, Exception cause) {
        return new StorageException(Kind.FAILED, purpose.cannot() + "rclone's answer makes no sense: " + cause.getMessage(),
                cause, RETRYABLE, null);
    }

    /** The thread stays interrupted. */
    static StorageException interrupted(String doing, Exception cause) {
        Thread.currentThread().interrupt();
        return new StorageException(Kind.FAILED, "cannot " + doing + ": interrupted", cause);
    }

    static StorageException source(Purpose purpose, IOException cause) {
        boolean retryable = cause instanceof StorageException failure && failure.retryable();
        return new StorageException(Kind.FAILED, purpose.cannot() + "its source cannot be read: " + cause.getMessage(),
                cause, retryable, null);
    }

    static StorageException spool(Purpose purpose, Path folder, IOException cause) {
        boolean full;
        try {
            full = Files.getFileStore(folder).getUsableSpace() == 0;
        } catch (IOException e) {
            // Asked only to word another failure.
            full = false;
        }
        return new StorageException(full ? Kind.FULL : Kind.FAILED, purpose.cannot() + "it cannot be kept in " + folder
                + " before it is sent: " + (full ? "no space is left there" : cause.getMessage())
                + "; -Djava.io.tmpdir names another place", cause);
    }
}
