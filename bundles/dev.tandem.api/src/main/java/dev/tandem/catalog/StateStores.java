package dev.tandem.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps state of this machine in files of its own, one a name. Thread-safe. */
@ProviderType
public interface StateStores {
    /**
     * Opens a store, or makes it. One that is damaged or of another schema is set aside, and an empty one opened.
     *
     * @param name   letters, digits, {@code -} and {@code .}
     * @param schema of what its user keeps in it
     * @return a store the caller closes; empty while another process, or somebody else in this one, has it open
     * @throws IOException when it cannot be made or read; a disk that is full or fails is no damage
     */
    Optional<StateStore> open(String name, int schema) throws IOException;

    /**
     * Sets a store aside that its user found to be damaged, and has closed: the next opening gives an empty one.
     *
     * @return where it went; empty where there is none, or where somebody has it open
     */
    Optional<Path> setAside(String name) throws IOException;

    /** Returns the names of the stores there are that begin with {@code prefix}. */
    List<String> names(String prefix) throws IOException;
}
