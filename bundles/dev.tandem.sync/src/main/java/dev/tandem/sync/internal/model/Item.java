package dev.tandem.sync.internal.model;

import dev.tandem.backup.Id;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import java.util.Arrays;
import java.util.Objects;

/** What a side has at a path, or had when both sides were last equal. */
public sealed interface Item {
    /** Nothing. */
    Item ABSENT = Gap.ABSENT;

    /** Something that does not take part: it is neither changed nor overwritten. */
    Item IGNORED = Gap.IGNORED;

    /** Tells whether there is something that takes part. */
    default boolean isPresent() {
        return this instanceof Present;
    }

    /** That nothing is there, or nothing that takes part. */
    enum Gap implements Item { ABSENT, IGNORED }

    /**
     * It cannot be told what is there, if anything; the same holds for all below.
     *
     * @param reason for a person
     */
    record Unknown(String reason) implements Item { }

    /** Something that takes part. */
    sealed interface Present extends Item {
        /** Returns its name as it is spelled there. */
        RawName name();

        /** Returns what it has beside its content. */
        Attributes attributes();

        /** Returns what it is. */
        FileType type();

        /** Returns it under another name. */
        Present renamed(RawName other);
    }

    /**
     * A regular file.
     *
     * @param size    bytes
     * @param content SHA-256 of its bytes, {@link #UNREAD} where they were not read
     */
    record FileItem(RawName name, long size, Id content, Attributes attributes) implements Present {
        /** The digest of content that was not read. */
        public static final Id UNREAD = new Id(0, 0, 0, 0);

        public FileItem {
            Objects.requireNonNull(content);
        }

        /** Tells whether its bytes are known. */
        public boolean isRead() {
            return !content.equals(UNREAD);
        }

        /** Returns it with its bytes known. */
        public FileItem with(Id digest) {
            return new FileItem(name, size, digest, attributes);
        }

        @Override
        public FileType type() {
            return FileType.FILE;
        }

        @Override
        public FileItem renamed(RawName other) {
            return new FileItem(other, size, content, attributes);
        }
    }

    /** A symbolic link; its content is its target. */
    record LinkItem(RawName name, byte[] target, Attributes attributes) implements Present {
        @Override
        public FileType type() {
            return FileType.SYMLINK;
        }

        @Override
        public LinkItem renamed(RawName other) {
            return new LinkItem(other, target, attributes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof LinkItem(RawName otherName, byte[] otherTarget, Attributes otherAttributes)
                    && name.equals(otherName) && Arrays.equals(target, otherTarget)
                    && attributes.equals(otherAttributes);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, Arrays.hashCode(target), attributes);
        }
    }

    /**
     * A directory, whatever is in it.
     *
     * @param mount whether another file system begins here
     */
    record DirectoryItem(RawName name, boolean mount, Attributes attributes) implements Present {
        @Override
        public FileType type() {
            return FileType.DIRECTORY;
        }

        @Override
        public DirectoryItem renamed(RawName other) {
            return new DirectoryItem(other, mount, attributes);
        }
    }

    /** A fifo, a socket or a device: it is not kept in step, but it is in the way. */
    record SpecialItem(RawName name, FileType type, Attributes attributes) implements Present {
        @Override
        public SpecialItem renamed(RawName other) {
            return new SpecialItem(other, type, attributes);
        }
    }
}
