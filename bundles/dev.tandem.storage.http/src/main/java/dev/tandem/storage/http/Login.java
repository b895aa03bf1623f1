package dev.tandem.storage.http;

import dev.tandem.storage.Address;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.spi.SessionContext;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What a client shows a server to be let in: the value of an {@code Authorization} header, which is never part of an
 * address or a message.
 */
public final class Login {
    /** For servers that let everybody in. */
    public static final Login NONE = new Login(null);

    private final String header;

    private Login(String header) {
        this.header = header;
    }

    /**
     * Returns the login of a user with a password, which is not kept.
     *
     * @throws StorageException {@code INVALID} where the user has a colon, which HTTP cannot tell from the password
     */
    public static Login basic(String user, char[] password) throws StorageException {
        if (user.indexOf(':') >= 0) {
            throw new StorageException(Kind.INVALID, "'" + user + "' cannot be a user over HTTP: it has a colon");
        }
        byte[] name = (user + ":").getBytes(StandardCharsets.UTF_8);
        ByteBuffer secret = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] both = Arrays.copyOf(name, name.length + secret.remaining());
        secret.get(both, name.length, secret.remaining());
        Login login = new Login("Basic " + Base64.getEncoder().encodeToString(both));
        Arrays.fill(secret.array(), (byte) 0);
        Arrays.fill(both, (byte) 0);
        return login;
    }

    /** Returns the login of whoever has a token, which is not kept. */
    public static Login bearer(char[] token) {
        return new Login("Bearer " + String.valueOf(token));
    }

    /**
     * Returns the login of an address, of the setting {@code user} and the secret {@code password}; the address comes
     * first.
     */
    public static Login of(Address address, SessionContext context) throws StorageException {
        Optional<String> user = address.user().filter(name -> !name.isEmpty()).or(() -> context.setting("user"));
        if (user.isEmpty()) {
            return NONE;
        }
        char[] password = address.password().isPresent() ? address.password().get().toCharArray()
                : context.secret("password").orElseGet(() -> new char[0]);
        try {
            return basic(user.get(), password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    Optional<String> header() {
        return Optional.ofNullable(header);
    }

    @Override
    public String toString() {
        return header == null ? "nobody" : "***";
    }
}
