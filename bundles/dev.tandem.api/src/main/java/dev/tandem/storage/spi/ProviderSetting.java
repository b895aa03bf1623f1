package dev.tandem.storage.spi;

import java.util.Objects;

/**
 * Something a provider can be told about a destination.
 *
 * @param name        {@code [a-z0-9-]+}, the same in an address, in {@code destinations.json} and on the command line
 * @param description one line for a person, with the default
 * @param secret      whether it is kept in the secret store only
 */
public record ProviderSetting(String name, String description, boolean secret) {
    public ProviderSetting {
        Objects.requireNonNull(name);
        Objects.requireNonNull(description);
    }

    /** Returns one that anybody may read. */
    public static ProviderSetting open(String name, String description) {
        return new ProviderSetting(name, description, false);
    }

    /** Returns one that nobody may read. */
    public static ProviderSetting secret(String name, String description) {
        return new ProviderSetting(name, description, true);
    }
}
