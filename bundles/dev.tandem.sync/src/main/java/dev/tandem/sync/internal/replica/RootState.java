package dev.tandem.sync.internal.replica;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** Whether the folder that is to be kept in step is there. */
public enum RootState {
    /** It is, with something in it. */
    FILLED,
    /** It is, with nothing in it but what is ours. */
    EMPTY,
    /** Nothing is there, or a folder above is missing. */
    MISSING,
    /** Something else is there. */
    NOT_A_DIRECTORY,
    /** What is there cannot be looked at. */
    UNREADABLE;

    /** Looks; a link at the last name is something else than a folder. */
    public static RootState of(LocalReader reader, RawPath root) {
        try {
            FileStat stat = reader.stat(root);
            if (!stat.isDirectory()) {
                return NOT_A_DIRECTORY;
            }
            List<RawName> names = reader.names(root);
            return names.stream().allMatch(RawName.of(Replica.OWN)::equals) ? EMPTY : FILLED;
        } catch (NoSuchFileException | NotDirectoryException missing) {
            return MISSING;
        } catch (IOException unreadable) {
            return UNREADABLE;
        }
    }
}
