package dev.tandem.storage;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A storage a person has given a name, {@code @nas}. What is secret of it is kept elsewhere, by
 * {@link Destinations#putSecret}.
 *
 * @param name     {@code [a-z0-9][a-z0-9-]*}
 * @param location where it is; never itself named, and without a password
 * @param settings the provider's settings, by their names
 */
public record Destination(String name, Location location, SortedMap<String, String> settings) {
    /** The secret that is the password of a repository kept there. */
    public static final String REPOSITORY_PASSWORD = "repository-password";

    /** The setting that names a file with the password of a repository kept there, in place of the secret. */
    public static final String REPOSITORY_PASSWORD_FILE = "repository-password-file";

    /** The setting with a command that prints the password of a repository kept there, in place of the secret. */
    public static final String REPOSITORY_PASSWORD_COMMAND = "repository-password-command";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

    /** @throws IllegalArgumentException for a name of another form, or a location that is itself named */
    public Destination {
        Objects.requireNonNull(location);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a destination: small letters, "
                    + "digits and hyphens can");
        }
        if (location.scheme().equals(Location.NAMED)) {
            throw new IllegalArgumentException("the destination '" + name + "' cannot be another destination");
        }
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }
}
