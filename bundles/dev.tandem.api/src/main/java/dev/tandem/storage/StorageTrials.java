package dev.tandem.storage;

import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Tries on a real storage what every storage must hold. Thread-safe. */
@ProviderType
public interface StorageTrials {
    /** How many entries a large directory is tried with, unless somebody wants more. */
    int CHILDREN = 100;

    /**
     * Proves each rule of the contract in a scratch folder of {@code where}. Nothing else is touched there, and the folder
     * is removed, also after failures. It costs some thousand calls and less than 100 MiB.
     *
     * @param children how many entries a large directory is tried with, at least one
     * @param told     is told of each rule once it was tried, on the calling thread; what it throws passes through
     * @throws StorageException when the storage cannot be opened, written, or reached any longer; when the scratch folder
     *                          cannot be removed, which the message then names; {@code FAILED} in an interrupted thread,
     *                          which stays interrupted
     */
    void run(Location where, int children, Consumer<? super TrialResult> told) throws StorageException;
}
