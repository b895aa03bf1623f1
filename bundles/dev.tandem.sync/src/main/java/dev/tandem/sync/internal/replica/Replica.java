package dev.tandem.sync.internal.replica;

import dev.tandem.job.JobMonitor;
import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.util.List;

/**
 * One of the two trees: it can be observed and changed. Paths are relative to its root, spelled as they are there;
 * {@code .} is the root. Links are never followed, neither at the last name nor on the way to it. Whatever changes
 * something makes sure first that what is there is what its caller saw, and fails with {@link ChangedException} where it
 * is not: then nothing was changed, or everything was put back. Thread-safe.
 *
 * <p>The folder {@link #OWN} in the root is ours: it never appears in listings. What is put aside goes there.
 */
public interface Replica extends AutoCloseable {
    /** The folder in the root that holds what is ours: temporary files, versions, the marker. */
    String OWN = ".tandem";

    /** Returns what this side is and can do; found out once. */
    Traits traits();

    /** Tells whom to ask whether to go on with what takes long. */
    default void heed(JobMonitor monitor) { }

    /** Returns the path as a person knows it. */
    String describe(RawPath path);

    /**
     * Returns all entries of a directory, in no order. Entries that cannot be looked at are {@link Item.Unknown}.
     *
     * @throws IOException when the listing is not complete: nothing can be said of the directory then;
     *                     {@link java.nio.file.NoSuchFileException} when it is not there
     */
    List<Entry> list(RawPath directory) throws IOException;

    /** Returns what is at a path; {@link Item#ABSENT} where nothing is, or where a directory above is none. */
    Item look(RawPath path) throws IOException;

    /** Opens a regular file. */
    Source read(RawPath file) throws IOException;

    /** Begins a file that is nowhere in the tree yet, on the same file system as {@code target}. */
    Staged stage(RawPath target) throws IOException;

    /** Makes a link that is nowhere in the tree yet. */
    Staged stageLink(RawPath target, byte[] to) throws IOException;

    /**
     * Puts a staged file or link into its place, atomically: whoever looks sees the old or the new one.
     *
     * @param expected what is there: {@link Item#ABSENT}, a file or a link
     * @param keep     where what is there goes, below {@link #OWN}; its directories are made
     * @return what is there now
     */
    Item.Present place(Staged staged, RawPath path, Item expected, RawPath keep) throws IOException;

    /**
     * Makes a directory where nothing is. It can be filled whatever permissions it shall have: where they say otherwise,
     * {@link #setAttributes} comes when it is full.
     */
    Item.Present makeDirectory(RawPath path, Attributes like) throws IOException;

    /** Moves a file or link out of the tree to {@code keep}, below {@link #OWN}. */
    void putAside(RawPath path, Item.Present expected, RawPath keep) throws IOException;

    /** Brings back what was put aside to a place where nothing is. */
    Item.Present bringBack(RawPath keep, RawPath path) throws IOException;

    /**
     * Deletes for good what was put aside to {@code keep}, with the directories above that are empty then; nothing where
     * that was done before.
     */
    void discard(RawPath keep) throws IOException;

    /**
     * Removes an empty directory.
     *
     * @throws java.nio.file.DirectoryNotEmptyException when it is not empty
     */
    void removeDirectory(RawPath path) throws IOException;

    /**
     * Gives something another path, where nothing is.
     *
     * @param expected what is at {@code from}; of a directory only that it is the same one
     * @return what is there now
     * @throws java.nio.file.AtomicMoveNotSupportedException when a directory would come to another file system
     */
    Item.Present move(RawPath from, RawPath to, Item.Present expected) throws IOException;

    /** Gives something attributes, as far as the rules this was opened with count them; returns what it has now. */
    Item.Present setAttributes(RawPath path, Item.Present expected, Attributes wanted) throws IOException;

    /** Returns the extended attributes of something; none where the rules this was opened with do not count them. */
    default List<ExtendedAttribute> extended(RawPath path) throws IOException {
        return List.of();
    }

    /**
     * Gives something these extended attributes and no others, where the rules this was opened with count them; returns
     * what it has now.
     */
    default Item.Present setExtended(RawPath path, Item.Present expected, List<ExtendedAttribute> attributes)
            throws IOException {
        return expected;
    }

    /**
     * Returns when everything done so far survives a power failure, the content of what is staged and finished too. What
     * is placed before that may be found torn after one.
     */
    void flush() throws IOException;

    @Override
    void close() throws IOException;

    /** An entry of a directory. */
    record Entry(dev.tandem.model.RawName name, Item item) { }

    /** A file open for reading, used by one thread. */
    interface Source extends AutoCloseable {
        /** Returns what is open, as of now; its content is not read. */
        Item.FileItem stat() throws IOException;

        /** Reads at least one byte and at most {@code length}; returns how many, or -1 at the end. */
        int read(byte[] buffer, int offset, int length) throws IOException;

        @Override
        void close();
    }

    /** Something on its way into the tree, used by one thread; what was not placed is gone when it is closed. */
    interface Staged extends AutoCloseable {
        /** Adds to a file. */
        void write(byte[] buffer, int offset, int length) throws IOException;

        /** Gives it extended attributes when it is finished, where the rules count them. */
        default void setExtended(List<ExtendedAttribute> attributes) { }

        /** Ends a file and gives it attributes, as far as the rules count them. */
        void finish(Attributes attributes) throws IOException;

        @Override
        void close();
    }
}
