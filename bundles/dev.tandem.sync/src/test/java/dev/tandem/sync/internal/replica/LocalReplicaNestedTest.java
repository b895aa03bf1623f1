package dev.tandem.sync.internal.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWriter;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file system nested in the root: what happens there is the same, but versions are copied. */
class LocalReplicaNestedTest extends LocalReplicaTest {
    private static final RawPath MOUNT = RawPath.of("mount");
    private static final RawPath FILE = RawPath.of("mount/file");

    private final HookedFiles files = new HookedFiles();

    /** Whatever is below the folder "mount" tells of another device, and nothing can be renamed across. */
    @Override
    LocalReader reader() {
        SystemReader real = new SystemReader();
        files.answer("stat", arguments -> isNested((RawPath) arguments[0])
                ? onAnotherDevice(real.stat((RawPath) arguments[0])) : HookedFiles.GO_ON);
        return files.around(real);
    }

    @Override
    LocalWriter writer() {
        for (String call : List.of("rename", "renameNew", "exchange")) {
            files.answer(call, arguments -> {
                if (isNested((RawPath) arguments[0]) != isNested((RawPath) arguments[1])) {
                    throw new AtomicMoveNotSupportedException(arguments[0].toString(), null, "Invalid cross-device link");
                }
                return HookedFiles.GO_ON;
            });
        }
        return files.around(new SystemWriter());
    }

    private boolean isNested(RawPath path) {
        return path.startsWith(RawPath.of(folder).child("mount"));
    }

    private static FileStat onAnotherDevice(FileStat s) {
        return new FileStat(s.type(), s.permissions(), s.size(), s.allocated(), s.modified(), s.accessed(), s.changed(),
                s.uid(), s.gid(), s.device() + 1, s.inode(), s.links(), s.rawDevice());
    }

    @BeforeEach
    void mount() throws IOException {
        editor.mkdir(MOUNT);
    }

    private Set<String> onDisk() {
        return new TreeSet<>(List.of(folder.resolve("mount").toFile().list()));
    }

    @Override
    Set<String> names(RawPath directory) throws IOException {
        // What the contract expects in the root does not know of the folder.
        return super.names(directory).stream().filter(name -> !name.equals("mount"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aDirectoryWhereAnotherFileSystemBeginsIsMarked() throws IOException {
        editor.mkdir(RawPath.of("mount/inside"));
        assertTrue(((dev.tandem.sync.internal.model.Item.DirectoryItem) replica.look(MOUNT)).mount());
        assertEquals(false, ((dev.tandem.sync.internal.model.Item.DirectoryItem)
                replica.look(RawPath.of("mount/inside"))).mount());
    }
}
