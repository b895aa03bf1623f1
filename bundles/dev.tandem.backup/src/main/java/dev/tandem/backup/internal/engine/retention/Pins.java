package dev.tandem.backup.internal.engine.retention;

import dev.tandem.backup.FileKind;
import dev.tandem.backup.Id;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.internal.format.GoTime;
import dev.tandem.backup.internal.store.SideFiles;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.backup.internal.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

/** Marks of snapshots that may not be forgotten. Edits carry them over. */
public final class Pins {
    private final Store store;
    private final SideFiles files;

    public Pins(Store store) {
        this.store = store;
        this.files = store.sideFiles();
    }

    /** Returns the pinned snapshots, also such as are not there any more. */
    public Set<Id> list() throws IOException {
        return files.list(Subject.PINNED);
    }

    /** Pins snapshots, all of which must be there. */
    public void add(Set<Id> snapshots) throws IOException {
        for (Id id : snapshots) {
            if (!store.files().exists(FileKind.SNAPSHOT, id)) {
                throw new RepositoryException(Kind.NOT_FOUND, "there is no snapshot " + id.brief() + " to pin");
            }
        }
        byte[] mark = ("{\"time\":\"" + GoTime.format(Instant.now(), ZoneOffset.UTC) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        for (Id id : snapshots) {
            files.write(Subject.PINNED, id, store.sealedFiles().seal(mark));
        }
    }

    /** Takes pins off. */
    public void remove(Set<Id> snapshots) throws IOException {
        for (Id id : snapshots) {
            files.delete(Subject.PINNED, id);
        }
    }
}
