package dev.tandem.scan;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes the local file system. Links are never followed at the last name of a path; the directories above must exist.
 * What is made is open to its owner only until {@link #setMetadata} says otherwise. Thread-safe. Failures as in
 * {@link LocalReader}; {@link java.nio.file.FileAlreadyExistsException} where something is in the way.
 */
@ProviderType
public interface LocalWriter {
    /** Makes a directory. */
    void createDirectory(RawPath path) throws IOException;

    /** Makes a symbolic link to the bytes {@code target}. */
    void createSymlink(RawPath path, byte[] target) throws IOException;

    /** Gives {@code existing}, not followed, the further name {@code path}. */
    void createHardLink(RawPath path, RawPath existing) throws IOException;

    /** Makes a fifo, a device or a socket. */
    void createSpecial(RawPath path, FileType type, long rawDevice) throws IOException;

    /** Makes a new regular file. */
    TargetFile createFile(RawPath path) throws IOException;

    /** Opens an existing regular file to change it in place, making it writable by its owner where it is not. */
    TargetFile openFile(RawPath path) throws IOException;

    /** Deletes a file of any kind, or an empty directory. */
    void delete(RawPath path) throws IOException;

    /**
     * Deletes an empty directory, and nothing else.
     *
     * @throws java.nio.file.NotDirectoryException      when something else is there
     * @throws java.nio.file.DirectoryNotEmptyException when it is not empty
     */
    void deleteDirectory(RawPath path) throws IOException;

    /** Renames within a file system, replacing what is at {@code to} atomically. */
    void rename(RawPath from, RawPath to) throws IOException;

    /**
     * Renames within a file system to where nothing is. Where the file system cannot rename so in one step, a file gets
     * its new name before it loses the old one, and for a directory, or without hard links, there is a moment between
     * looking and renaming.
     *
     * @throws java.nio.file.FileAlreadyExistsException      when something is at {@code to}: it stays
     * @throws java.nio.file.AtomicMoveNotSupportedException when {@code to} is on another file system
     */
    void renameNew(RawPath from, RawPath to) throws IOException;

    /**
     * Lets two entries of a file system swap places in one step, whatever they are.
     *
     * @return false where the file system cannot do that: nothing was done
     * @throws java.nio.file.AtomicMoveNotSupportedException when they are on different file systems
     */
    boolean exchange(RawPath a, RawPath b) throws IOException;

    /**
     * Returns when all that was changed on the file system of a directory survives a power failure; where
     * {@link #flushesAll} says no, what can be done is done for the names in that directory only.
     */
    void flush(RawPath directory) throws IOException;

    /** Tells whether {@link #flush} reaches the content of files too; else each needs {@link TargetFile#force}. */
    boolean flushesAll();

    /** Returns how much room there is on the file system of a path. */
    Space freeSpace(RawPath path) throws IOException;

    /**
     * Gives an existing entry its owner, extended attributes (others it has are removed), times and permissions, in
     * that order; for a symbolic link its own, without permissions. Each part is tried whatever became of the others.
     *
     * @param wanted     owner, times and permissions to set; of its other fields only the type is used
     * @param attributes the complete list wanted
     * @return what could not be set, a sentence each; ownership that only a privileged user may set is left out in
     *         silence for others
     */
    List<String> setMetadata(RawPath path, FileStat wanted, List<ExtendedAttribute> attributes);

    /**
     * The room on a file system, in bytes.
     *
     * @param total  used or not
     * @param usable what this process may still write
     */
    record Space(long total, long usable) { }

    /** A regular file open for reading and writing at positions, safe for several threads. */
    interface TargetFile extends AutoCloseable {
        /** Writes all {@code length} bytes at {@code position}. */
        void write(byte[] buffer, int offset, int length, long position) throws IOException;

        /** Reads at {@code position} until {@code length} bytes or the end; returns how many. */
        int read(byte[] buffer, int offset, int length, long position) throws IOException;

        /** Makes the file exactly {@code size} bytes long; new bytes read as zero and take no space where possible. */
        void setSize(long size) throws IOException;

        /** Returns the size now. */
        long size() throws IOException;

        /** Returns when the content survives a power failure. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }
}
