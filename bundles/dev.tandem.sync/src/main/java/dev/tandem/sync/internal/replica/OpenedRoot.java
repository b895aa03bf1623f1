package dev.tandem.sync.internal.replica;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.util.Optional;

/**
 * A folder that was found, marked, and tried out.
 *
 * @param path             absolute, without links
 * @param stat             what it is at the beginning
 * @param temporary        empty where nothing can be written
 * @param usualPermissions what new files get
 */
record OpenedRoot(RawPath path, FileStat stat, Optional<TemporaryFolder> temporary, Traits traits,
        int usualPermissions) {
    static OpenedRoot open(RawPath named, LocalReader reader, LocalWriter writer, Instant now) throws IOException {
        RawPath root = RawPath.of(named.toPath().toRealPath());
        FileStat stat = reader.stat(root);
        if (!stat.isDirectory()) {
            throw new NotDirectoryException(root.toString());
        }
        LocalTraits probe = new LocalTraits(reader, writer, root, stat);
        Optional<TemporaryFolder> temporary = temporary(root, reader, writer, now);
        if (temporary.isEmpty()) {
            Optional<RootMarker> marker = RootMarker.read(reader, root);
            String name = marker.orElseGet(() -> RootMarker.created(root)).name();
            Traits traits = probe.assumed(name, marker.map(RootMarker::id).orElse(""));
            return new OpenedRoot(root, stat, temporary, traits, 0);
        }
        TemporaryFolder folder = temporary.get();
        boolean opened = false;
        try {
            RootMarker marker = RootMarker.claim(reader, writer, root);
            Traits traits = probe.probed(marker.name(), marker.id(), folder.folder());
            int permissions = probe.usualPermissions(folder.folder());
            opened = true;
            return new OpenedRoot(root, stat, temporary, traits, permissions);
        } finally {
            if (!opened) {
                folder.close();
            }
        }
    }

    private static Optional<TemporaryFolder> temporary(RawPath root, LocalReader reader, LocalWriter writer, Instant now)
            throws IOException {
        RawPath own = root.child(Replica.OWN);
        try {
            TemporaryFolder.makeDirectory(writer, own);
            if (!reader.stat(own).isDirectory()) {
                throw new NotDirectoryException(own + " is needed as a folder; rename what is there");
            }
            return Optional.of(TemporaryFolder.open(reader, writer, own.child("temp"), now));
        } catch (AccessDeniedException denied) {
            return Optional.empty();
        } catch (FileSystemException failed) {
            if (LocalTraits.isReadOnly(root)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    /** Returns the permissions that new directories get. */
    int usualDirectoryPermissions() {
        return usualPermissions | (usualPermissions & 0444) >> 2;
    }

    /** Returns the folder for what is temporary. */
    TemporaryFolder ours() throws IOException {
        return temporary.orElseThrow(() -> new AccessDeniedException(path.toString(), null,
                "nothing can be written there; check its owner and mode, and how it is mounted"));
    }
}
