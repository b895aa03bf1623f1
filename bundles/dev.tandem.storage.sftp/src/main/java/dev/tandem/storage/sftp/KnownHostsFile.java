package dev.tandem.storage.sftp;

import com.jcraft.jsch.HostKey;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Our own {@code known_hosts}, in the format of OpenSSH: one line a key. */
record KnownHostsFile(Path path) {
    // Sessions that are opened at the same time must not forget each other's keys.
    private static final Object WRITING = new Object();

    /** Keeps a key in place of one of the same kind; the file is whole at every moment, and nobody else's. */
    void put(String host, HostKey key) throws StorageException {
        synchronized (WRITING) {
            try {
                List<String> lines = new ArrayList<>(Files.exists(path) ? Files.readAllLines(path) : List.of());
                String start = host + " " + key.getType() + " ";
                lines.removeIf(line -> line.startsWith(start));
                lines.add(start + key.getKey());
                // A temporary file of the JDK is its owner's only.
                Path whole = Files.createTempFile(path.getParent(), "known_hosts", null);
                Files.write(whole, lines);
                move(whole);
            } catch (IOException e) {
                throw new StorageException(Kind.FAILED, "cannot keep the key of " + host + " in " + path + ": "
                        + e.getMessage(), e);
            }
        }
    }

    private void move(Path whole) throws IOException {
        try {
            Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(whole, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
