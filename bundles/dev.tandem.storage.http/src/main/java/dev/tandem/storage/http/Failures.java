package dev.tandem.storage.http;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** The one place where statuses and exceptions of the client become {@link StorageException}s. */
final class Failures {
    private static final boolean RETRYABLE = true;

    private Failures() { }

    /** Returns what the status of an answer means. */
    static StorageException of(Purpose purpose, Answer answer) {
        int status = answer.status();
        Duration wait = answer.header("Retry-After").flatMap(RetryAfter::parse).orElse(null);
        return switch (status) {
            case 401 -> failure(Kind.DENIED, purpose, "the server does not accept the user and password (401); check both");
            case 403 -> failure(Kind.DENIED, purpose, "the server does not permit it to this user (403)");
            case 407 -> failure(Kind.DENIED, purpose, "the proxy wants a login (407), which is not supported");
            case 404, 410 -> failure(Kind.NOT_FOUND, purpose, "it is not there (" + status + ")");
            case 409 -> failure(Kind.NOT_FOUND, purpose, "a folder above is not there (409)");
            case 405, 501 -> failure(Kind.UNSUPPORTED, purpose, "the server cannot do it (" + status + ")");
            case 412 -> failure(Kind.CHANGED, purpose, "it is another one by now (412)");
            case 400 -> failure(Kind.INVALID, purpose, "the server takes the request for a mistake (400); perhaps it "
                    + "cannot have such a name");
            case 413 -> failure(Kind.INVALID, purpose, "it is larger than the server takes (413)");
            case 414 -> failure(Kind.INVALID, purpose, "the name is longer than the server takes (414)");
            case 416 -> failure(Kind.INVALID, purpose, "it ends before the wanted range (416)");
            case 423 -> again(Kind.FAILED, purpose, "somebody else has locked it (423)", wait);
            case 408, 425, 500, 502, 504 -> again(Kind.FAILED, purpose, "the server failed (" + status + ")", wait);
            case 429, 503 -> again(Kind.THROTTLED, purpose, "the server asks to come back later (" + status + ")", wait);
            case 507 -> failure(Kind.FULL, purpose, "the server has no space left for this user (507)");
            default -> other(purpose, answer);
        };
    }

    private static StorageException other(Purpose purpose, Answer answer) {
        int status = answer.status();
        if (status >= 300 && status < 400) {
            // Only where to, without what may be secret in the rest.
            String where = answer.header("Location").map(Failures::hostOf).orElse("");
            return failure(Kind.FAILED, purpose, "the server sends elsewhere" + where + " (" + status
                    + "); if that is right, name that address");
        }
        return status >= 500 ? again(Kind.FAILED, purpose, "the server failed (" + status + ")", null)
                : failure(Kind.FAILED, purpose, "the server answers with status " + status);
    }

    private static String hostOf(String location) {
        try {
            URI uri = URI.create(location);
            return uri.getHost() == null ? "" : ", to " + uri.getScheme() + "://" + uri.getHost();
        } catch (IllegalArgumentException e) {
            // Told only where it can be.
            return "";
        }
    }

    /** Returns what an exception of the client means. */
    static StorageException of(Purpose purpose, Endpoint server, Throwable cause) {
        String where = server.base().getHost();
        return switch (cause) {
            case StorageException e -> e;
            case ConnectException e when isUnknown(e) -> unreachable(purpose, "there is no host " + where
                    + " to be found; check its name and the network", e);
            case ConnectException e -> unreachable(purpose, where + " takes no connection on port " + portOf(server)
                    + "; check that the server runs", e);
            case HttpConnectTimeoutException e -> unreachable(purpose, where + " does not answer on port "
                    + portOf(server) + "; check the network", e);
            case SSLException e -> ofTls(purpose, where, e);
            default -> broken(purpose, cause);
        };
    }

    private static boolean isUnknown(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private static int portOf(Endpoint server) {
        int port = server.base().getPort();
        return port >= 0 ? port : server.base().getScheme().equals("https") ? 443 : 80;
    }

    private static StorageException ofTls(Purpose purpose, String where, SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return new StorageException(Kind.DENIED, purpose.cannot() + "the certificate of " + where
                        + " is not to be trusted: " + failure.getMessage() + ". If the server is yours, name the file of "
                        + "its certificate or authority by the setting " + Endpoint.CA_CERTIFICATE, failure);
            }
        }
        return new StorageException(Kind.UNREACHABLE, purpose.cannot() + "no secure connection to " + where + ": "
                + failure.getMessage() + "; check that it speaks https on this port", failure);
    }

    /** A connection that broke may hold the next time. */
    static StorageException broken(Purpose purpose, Throwable cause) {
        return cause instanceof StorageException known ? known
                : unreachable(purpose, "the connection broke: " + cause.getMessage(), cause);
    }

    static StorageException silent(Purpose purpose, Duration patience) {
        return unreachable(purpose, "the server is silent for " + patience.toSeconds() + " s", null);
    }

    private static StorageException unreachable(Purpose purpose, String why, Throwable cause) {
        return new StorageException(Kind.UNREACHABLE, purpose.cannot() + why, cause, RETRYABLE, null);
    }

    /** The thread stays interrupted. */
    static StorageException interrupted(Purpose purpose, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new StorageException(Kind.FAILED, purpose.cannot() + "interrupted", cause);
    }

    static StorageException source(Purpose purpose, Exception cause) {
        boolean retryable = cause instanceof StorageException failure && failure.retryable();
        return new StorageException(Kind.FAILED, purpose.cannot() + "its source cannot be read: " + cause.getMessage(),
                cause, retryable, null);
    }

    static StorageException otherLength(Purpose purpose, long yielded, long claimed) {
        return new StorageException(Kind.FAILED, purpose.cannot() + "its source yielded "
                + (yielded > claimed ? "more than " + claimed + " bytes" : yielded + " bytes instead of " + claimed)
                + "; it changed meanwhile");
    }

    private static StorageException failure(Kind kind, Purpose purpose, String why) {
        return new StorageException(kind, purpose.cannot() + why);
    }

    private static StorageException again(Kind kind, Purpose purpose, String why, Duration wait) {
        return new StorageException(kind, purpose.cannot() + why, null, RETRYABLE, wait);
    }
}
