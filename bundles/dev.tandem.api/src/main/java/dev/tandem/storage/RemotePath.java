package dev.tandem.storage;

import java.util.Arrays;
import java.util.List;

/**
 * A path inside a storage, relative to its location: names joined with {@code /}, no empty, {@code .} or {@code ..}
 * names, so that it can never leave the storage. The empty path is the location itself.
 *
 * @param value the joined names
 */
public record RemotePath(String value) implements Comparable<RemotePath> {
    /** The location itself. */
    public static final RemotePath ROOT = new RemotePath("");

    /** @throws IllegalArgumentException when a name is empty, {@code .} or {@code ..}, or holds a NUL */
    public RemotePath {
        if (!value.isEmpty()) {
            for (String name : value.split("/", -1)) {
                if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("not a path inside a storage: '" + value + "'");
                }
            }
        }
    }

    /** Returns the path of these names. */
    public static RemotePath of(String... names) {
        return new RemotePath(String.join("/", names));
    }

    /** Returns the path of {@code name} in this directory. */
    public RemotePath child(String name) {
        return new RemotePath(value.isEmpty() ? name : value + "/" + name);
    }

    /** Returns the last name, empty for the root. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** Returns the directory that holds this; the root's is the root. */
    public RemotePath parent() {
        int slash = value.lastIndexOf('/');
        return slash < 0 ? ROOT : new RemotePath(value.substring(0, slash));
    }

    /** Returns the names from the first to the last. */
    public List<String> names() {
        return value.isEmpty() ? List.of() : Arrays.asList(value.split("/"));
    }

    @Override
    public int compareTo(RemotePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
