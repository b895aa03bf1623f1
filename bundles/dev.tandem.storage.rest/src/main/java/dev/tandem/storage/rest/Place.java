package dev.tandem.storage.rest;

import dev.tandem.storage.RemotePath;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a path is in a repository. The server knows packs by their ID only, in no folders. */
sealed interface Place {
    /** The folders of a repository, by their names. */
    List<String> KINDS = List.of("data", "index", "keys", "locks", "snapshots");

    /** The one kind in whose folder there are folders, named by the first two letters of what is in them. */
    String PACKS = "data";

    /** The repository itself. */
    record Root() implements Place { }

    /** A folder of one kind, or of the packs whose IDs begin so. */
    record Folder(String kind, String prefix) implements Place { }

    /** The file {@code config}. */
    record Config() implements Place { }

    /** A file that is named by its content. */
    record Named(String kind, String id) implements Place { }

    /** The length of a prefix. */
    int PREFIX = 2;

    /** A SHA-256 in hexadecimal digits. */
    Pattern ID = Pattern.compile("[0-9a-f]{64}");

    /** Returns what is at {@code path}; empty where a repository has nothing. */
    static Optional<Place> of(RemotePath path) {
        List<String> names = path.names();
        if (names.isEmpty()) {
            return Optional.of(new Root());
        }
        String kind = names.getFirst();
        if (!KINDS.contains(kind)) {
            return names.equals(List.of("config")) ? Optional.of(new Config()) : Optional.empty();
        }
        return switch (names.size()) {
            case 1 -> Optional.of(new Folder(kind, ""));
            case 2 -> kind.equals(PACKS) ? prefix(names.get(1)) : id(kind, names.get(1));
            case 3 -> kind.equals(PACKS) && names.get(2).startsWith(names.get(1)) && names.get(1).length() == PREFIX
                    ? id(kind, names.get(2)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Place> prefix(String name) {
        return name.matches("[0-9a-f]{2}") ? Optional.of(new Folder(PACKS, name)) : Optional.empty();
    }

    private static Optional<Place> id(String kind, String name) {
        return ID.matcher(name).matches() ? Optional.of(new Named(kind, name)) : Optional.empty();
    }

    /** Returns the path of a file that is named by its content. */
    static RemotePath path(String kind, String id) {
        return kind.equals(PACKS) ? RemotePath.of(kind, id.substring(0, PREFIX), id) : RemotePath.of(kind, id);
    }
}
