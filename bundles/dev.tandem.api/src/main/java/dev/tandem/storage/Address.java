package dev.tandem.storage;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@link Location#target} of the common form {@code //user:password@host:port/path?name=value&name=value}, for
 * providers to read theirs. Everything but the host may be missing; {@code %xx} stands for a byte of UTF-8.
 *
 * @param user     whom to be there
 * @param password what proves it; people should keep it as a secret of a named destination instead
 * @param host     name or number; an IPv6 number without its brackets
 * @param port     -1 where none is given
 * @param path     decoded, with the leading {@code /} where there is a path, else empty
 * @param settings what stands behind the question mark, by name
 */
public record Address(Optional<String> user, Optional<String> password, String host, int port, String path,
        SortedMap<String, String> settings) {
    private static final Pattern FORM = Pattern.compile(
            "//(?:([^@/?:]*)(?::([^/?]*))?@)?(\\[[^\\]/?]+]|[^/?:@\\[]+)(?::(\\d{1,5}))?(/[^?]*)?(?:\\?(.*))?",
            Pattern.DOTALL);

    public Address {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /**
     * Reads the target of a location.
     *
     * @throws StorageException {@code INVALID} where it is not of this form
     */
    public static Address of(Location where) throws StorageException {
        Matcher form = FORM.matcher(where.target());
        if (!form.matches() || form.group(4) != null && Integer.parseInt(form.group(4)) > 0xFFFF) {
            throw new StorageException(StorageException.Kind.INVALID, "'" + where + "' is not of the form "
                    + where.scheme() + "://user@host:port/path");
        }
        try {
            return new Address(decoded(form.group(1)), decoded(form.group(2)), bare(form.group(3)),
                    form.group(4) == null ? -1 : Integer.parseInt(form.group(4)), decoded(form.group(5)).orElse(""),
                    settings(form.group(6)));
        } catch (IllegalArgumentException e) {
            throw new StorageException(StorageException.Kind.INVALID, "'" + where + "' has a % that is not followed by "
                    + "two hexadecimal digits; a % itself is written %25", e);
        }
    }

    /** Returns a setting of the address. */
    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static SortedMap<String, String> settings(String query) {
        SortedMap<String, String> settings = new TreeMap<>();
        if (query != null && !query.isEmpty()) {
            for (String part : query.split("&")) {
                int equals = part.indexOf('=');
                settings.put(decode(equals < 0 ? part : part.substring(0, equals)),
                        equals < 0 ? "" : decode(part.substring(equals + 1)));
            }
        }
        return settings;
    }

    private static Optional<String> decoded(String text) {
        return Optional.ofNullable(text).map(Address::decode);
    }

    /** A plus is a plus: names of people and folders have it, and no form is submitted here. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Returns the address for people and logs, without password and settings. */
    @Override
    public String toString() {
        return "//" + user.map(name -> name + "@").orElse("") + (host.contains(":") ? "[" + host + "]" : host)
                + (port < 0 ? "" : ":" + port) + path;
    }
}
