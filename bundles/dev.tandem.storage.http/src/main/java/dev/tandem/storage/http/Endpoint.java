package dev.tandem.storage.http;

import dev.tandem.storage.Address;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.spi.ProviderSetting;
import dev.tandem.storage.spi.SessionContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a storage is on the web, and how one is let in.
 *
 * @param base          the folder of the storage: {@code http} or {@code https}, without user, query or fragment, ending
 *                      in a slash
 * @param login         shown to this server only
 * @param caCertificate a file of certificates that are trusted beside the system's
 * @param patience      how long a server may be silent before it is given up
 */
public record Endpoint(URI base, Login login, Optional<Path> caCertificate, Duration patience) {
    /** Longer than a server takes to put a large object in place. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The setting that names a file of certificates. */
    public static final String CA_CERTIFICATE = "ca-certificate";

    /** What an {@link #of endpoint} is made of beside its address. */
    public static final List<ProviderSetting> SETTINGS = List.of(
            ProviderSetting.open("user", "whom to log in as; nobody by default"),
            ProviderSetting.secret("password", "the password of the user"),
            ProviderSetting.open(CA_CERTIFICATE,
                    "a file of certificates (PEM or DER) to trust beside the system's; none by default"));

    /** @throws IllegalArgumentException for an address that is not of the form {@code base} must have */
    public Endpoint {
        Objects.requireNonNull(login);
        if (base.getRawUserInfo() != null || base.getRawQuery() != null || !base.getRawPath().endsWith("/")) {
            throw new IllegalArgumentException("not the address of a folder");
        }
    }

    /**
     * Returns the endpoint of an address, with the login and the certificates that the address or the context tell.
     *
     * @throws StorageException {@code INVALID} where the address has a host that cannot be
     */
    public static Endpoint of(Address address, boolean tls, SessionContext context) throws StorageException {
        return of(address, tls, context, Login.of(address, context));
    }

    /** Returns the endpoint of an address, with a login from elsewhere. */
    public static Endpoint of(Address address, boolean tls, SessionContext context, Login login)
            throws StorageException {
        Optional<Path> certificate = address.setting(CA_CERTIFICATE).or(() -> context.setting(CA_CERTIFICATE))
                .map(Path::of);
        return new Endpoint(base(address, tls), login, certificate, PATIENCE);
    }

    private static URI base(Address address, boolean tls) throws StorageException {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        String path = Stream.of(address.path().split("/")).filter(name -> !name.isEmpty())
                .map(name -> Percent.encode(name) + "/").collect(Collectors.joining());
        try {
            URI base = URI.create((tls ? "https://" : "http://") + host
                    + (address.port() < 0 ? "" : ":" + address.port()) + "/" + path);
            if (base.getHost() != null) {
                return base;
            }
        } catch (IllegalArgumentException e) {
            throw noHost(host, e);
        }
        throw noHost(host, null);
    }

    private static StorageException noHost(String host, IllegalArgumentException cause) {
        return new StorageException(Kind.INVALID, "'" + host + "' is no name of a host", cause);
    }

    /** Returns the address of an object of the storage. */
    public URI uri(RemotePath path) {
        return URI.create(base + path.names().stream().map(Percent::encode).collect(Collectors.joining("/")));
    }

    /** Returns the address of a folder of the storage, which ends in a slash. */
    public URI folder(RemotePath path) {
        return path.value().isEmpty() ? base : URI.create(uri(path) + "/");
    }

    /** Returns the address, for people. */
    @Override
    public String toString() {
        return base.toString();
    }
}
