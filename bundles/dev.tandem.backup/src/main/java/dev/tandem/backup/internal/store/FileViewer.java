package dev.tandem.backup.internal.store;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shows the files of a repository to a person. */
public final class FileViewer {
    private final Store store;

    public FileViewer(Store store) {
        this.store = store;
    }

    /**
     * Returns the ID a person means.
     *
     * @param name an ID or the unique beginning of one
     */
    public Id resolve(FileKind kind, String name) throws IOException {
        List<Id> matching = store.files().list(kind).stream().map(file -> file.id())
                .filter(id -> id.toString().startsWith(name)).toList();
        if (name.isEmpty() || matching.size() != 1) {
            throw new RepositoryException(Kind.NOT_FOUND, matching.isEmpty() || name.isEmpty()
                    ? "the repository has no such file: '" + name + "'"
                    : "'" + name + "' is the beginning of " + matching.size() + " files; give more digits");
        }
        return matching.getFirst();
    }

    /** Writes one file: JSON, set out for a person, or a pack as it is stored. */
    public void cat(FileKind kind, String name, OutputStream output) throws IOException {
        switch (kind) {
            case CONFIG -> json(store.config().toJson(), output);
            case KEY -> json(store.files().read(kind, resolve(kind, name)), output);
            case PACK -> {
                try (InputStream in = store.files().open(kind, resolve(kind, name))) {
                    in.transferTo(output);
                }
            }
            default -> json(store.sealedFiles().load(kind, resolve(kind, name)), output);
        }
    }

    private static void json(byte[] json, OutputStream output) throws IOException {
        output.write((Json.pretty(json) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the plain bytes of a blob of either type. */
    public void catBlob(Id id, OutputStream output) throws IOException {
        for (BlobType type : BlobType.values()) {
            if (store.index().contains(type, id)) {
                output.write(store.reader().read(type, id));
                return;
            }
        }
        throw new RepositoryException(Kind.NOT_FOUND, "no index knows the blob " + id);
    }
}
