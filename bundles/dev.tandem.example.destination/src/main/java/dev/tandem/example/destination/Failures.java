package dev.tandem.example.destination;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** The one place where the exceptions of the library below become those of the contract. */
final class Failures {
    private Failures() { }

    /** Says what failed, on what, and what to do. */
    static StorageException of(String doing, Object what, IOException cause) {
        String words = "cannot " + doing + " " + what + ": ";
        return switch (cause) {
            case StorageException e -> e;
            case NoSuchFileException e -> new StorageException(Kind.NOT_FOUND, words + "it is not there", e);
            case FileAlreadyExistsException e -> new StorageException(Kind.EXISTS, words + "it is there already", e);
            case DirectoryNotEmptyException e ->
                new StorageException(Kind.INVALID, words + "it is not empty; delete what is in it first", e);
            case AccessDeniedException e ->
                new StorageException(Kind.DENIED, words + "permission denied; check its owner and mode", e);
            default -> new StorageException(Kind.FAILED, words + cause.getMessage(), cause);
        };
    }

    /** Rule 4: called before each piece of work. */
    static void refuseIfInterrupted(String doing, Object what) throws StorageException {
        if (Thread.currentThread().isInterrupted()) {
            throw new StorageException(Kind.FAILED, "cannot " + doing + " " + what + ": interrupted");
        }
    }
}
