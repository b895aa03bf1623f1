package dev.tandem.cli.destination;

import dev.tandem.cli.CommandException;
import dev.tandem.storage.Destinations;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Secrets on their way into the store; closing wipes them. */
final class Secrets implements AutoCloseable {
    private final Map<String, char[]> values = new TreeMap<>();

    /** Takes a secret over. */
    void put(String name, char[] value) throws CommandException {
        char[] older = values.put(name, value);
        if (older != null || value.length == 0) {
            if (older != null) {
                Arrays.fill(older, '\0');
            }
            throw CommandException.usage(value.length == 0 ? "the secret '" + name + "' is empty"
                    : "the secret '" + name + "' is given twice");
        }
    }

    Set<String> names() {
        return values.keySet();
    }

    void keep(String destination, Destinations destinations) throws IOException {
        for (Map.Entry<String, char[]> secret : values.entrySet()) {
            destinations.putSecret(destination, secret.getKey(), secret.getValue());
        }
    }

    @Override
    public void close() {
        values.values().forEach(value -> Arrays.fill(value, '\0'));
    }
}
