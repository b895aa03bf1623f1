package dev.tandem.launcher;

/** The Maven name of a jar, written {@code group:artifact:version} in a feature. */
public record Coordinates(String group, String artifact, String version) {
    /** Reads a name of the form {@code group:artifact:version}. */
    public static Coordinates parse(String id) {
        String[] parts = id.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("'" + id + "' is not of the form group:artifact:version");
        }
        return new Coordinates(parts[0], parts[1], parts[2]);
    }

    /** Where the jar lies in a repository of Maven's layout. */
    public String path() {
        return group.replace('.', '/') + '/' + artifact + '/' + version + '/' + artifact + '-' + version + ".jar";
    }

    /** The bundle's location: a name and no address, so that it outlives a move of the installation's folder. */
    public String location() {
        return "app:" + group + ':' + artifact + ':' + version;
    }
}
