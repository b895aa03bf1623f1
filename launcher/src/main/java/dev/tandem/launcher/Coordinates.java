package dev.tandem.launcher;

import java.util.Optional;

/** The Maven name of a jar, written {@code group:artifact:version} in a feature. */
public record Coordinates(String group, String artifact, String version) {
    private static final String LOCATION = "app:";

    /** Reads a name of the form {@code group:artifact:version}. */
    public static Coordinates parse(String id) {
        String[] parts = id.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("'" + id + "' is not of the form group:artifact:version");
        }
        return new Coordinates(parts[0], parts[1], parts[2]);
    }

    /** Reads a location made by {@link #location}; empty for that of any other bundle. */
    static Optional<Coordinates> ofLocation(String location) {
        return location.startsWith(LOCATION) ? Optional.of(parse(location.substring(LOCATION.length())))
                : Optional.empty();
    }

    /** The name of the jar on its own. */
    String fileName() {
        return artifact + '-' + version + ".jar";
    }

    /** Where the jar lies in a repository of Maven's layout. */
    public String path() {
        return group.replace('.', '/') + '/' + artifact + '/' + version + '/' + fileName();
    }

    /** The bundle's location: a name and no address, so that it outlives a move of the installation's folder. */
    public String location() {
        return LOCATION + group + ':' + artifact + ':' + version;
    }
}
