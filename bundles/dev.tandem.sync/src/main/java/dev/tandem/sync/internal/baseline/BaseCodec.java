package dev.tandem.sync.internal.baseline;

import dev.tandem.backup.Id;
import dev.tandem.catalog.StateDamagedException;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.sync.internal.codec.Decoder;
import dev.tandem.sync.internal.codec.Encoder;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.DirectoryItem;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.LinkItem;
import dev.tandem.sync.internal.model.Item.SpecialItem;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/**
 * Entries of a directory as bytes, one after the other by key. What is as it was in the entry before, or as it is on
 * the left side, is not said again; numbers are said as the difference to those before. An ordinary file takes some 75
 * bytes, 32 of them its digest.
 */
final class BaseCodec {
    private static final FileType[] TYPES = FileType.values();

    private static final int TYPE = 0x07;
    private static final int RECHECK = 0x08;
    /** The side spells the name other than its key. */
    private static final int LEFT_NAME = 0x10;
    private static final int RIGHT_NAME = 0x20;
    /** The side has other permissions or owners than in the entry before. */
    private static final int LEFT_OWNED = 0x40;
    private static final int RIGHT_OWNED = 0x80;
    /** The right side has another time of modification than the left one. */
    private static final int RIGHT_MODIFIED = 0x100;
    /** The right side has another size, digest, target or mount than the left one. */
    private static final int RIGHT_CONTENT = 0x200;
    /** There is a digest of extended attributes. */
    private static final int LEFT_EXTENDED = 0x400;
    /** The right side has another one than the left. */
    private static final int RIGHT_EXTENDED = 0x800;
    /** The digest of the content is not known. */
    private static final int LEFT_UNREAD = 0x1000;
    private static final int RIGHT_UNREAD = 0x2000;
    private static final int ALL = 0x3fff;

    private BaseCodec() { }

    /** Returns entries as bytes. */
    static byte[] encode(SortedMap<RawName, Base> entries) {
        Writer writer = new Writer();
        entries.forEach(writer::write);
        return writer.out.all();
    }

    /** Tells {@code sink} of the entries that {@link #encode} was given. */
    static void decode(byte[] block, BiConsumer<RawName, Base> sink) throws StateDamagedException {
        Reader reader = new Reader(new Decoder(block));
        while (reader.in.hasMore()) {
            reader.read(sink);
        }
    }

    /** Returns the content of an item with another name and other attributes. */
    private static Item.Present like(Item.Present content, RawName name, Attributes attributes) {
        return switch (content) {
            case FileItem file -> new FileItem(name, file.size(), file.content(), attributes);
            case LinkItem link -> new LinkItem(name, link.target(), attributes);
            case DirectoryItem directory -> new DirectoryItem(name, directory.mount(), attributes);
            case SpecialItem special -> new SpecialItem(name, special.type(), attributes);
        };
    }

    /** What the entry before had on one side. */
    private static final class Before {
        private long modified;
        private long changed;
        private long fileId;
        /** Permissions, user and group: of anything but directories, and of directories. */
        private final int[][] owned = new int[2][3];

        int[] owned(FileType type) {
            return owned[type == FileType.DIRECTORY ? 1 : 0];
        }

        boolean differs(FileType type, Attributes now) {
            int[] before = owned(type);
            return before[0] != now.permissions() || before[1] != now.uid() || before[2] != now.gid();
        }

        Attributes attributes(FileType type, Id extended) {
            int[] now = owned(type);
            return new Attributes(now[0], now[1], now[2], modified, changed, fileId, extended);
        }
    }

    private static final class Writer {
        private final Encoder out = new Encoder();
        private final Before left = new Before();
        private final Before right = new Before();
        private byte[] key = {};

        void write(RawName name, Base base) {
            int flags = flags(name, base);
            out.number(flags);
            name(name);
            spelling(base.left(), flags & LEFT_NAME);
            spelling(base.right(), flags & RIGHT_NAME);
            attributes(base, flags);
            content(base.left());
            if ((flags & RIGHT_CONTENT) != 0) {
                content(base.right());
            }
        }

        private int flags(RawName name, Base base) {
            FileType type = base.left().type();
            Attributes ours = base.left().attributes();
            Attributes theirs = base.right().attributes();
            boolean sameContent = base.left().equals(like(base.right(), base.left().name(), ours));
            return type.ordinal()
                    | (base.recheck() ? RECHECK : 0)
                    | (base.left().name().equals(name) ? 0 : LEFT_NAME)
                    | (base.right().name().equals(name) ? 0 : RIGHT_NAME)
                    | (left.differs(type, ours) ? LEFT_OWNED : 0)
                    | (right.differs(type, theirs) ? RIGHT_OWNED : 0)
                    | (ours.modified() == theirs.modified() ? 0 : RIGHT_MODIFIED)
                    | (sameContent ? 0 : RIGHT_CONTENT)
                    | (ours.extended().equals(Attributes.NO_EXTENDED) ? 0 : LEFT_EXTENDED)
                    | (ours.extended().equals(theirs.extended()) ? 0 : RIGHT_EXTENDED)
                    | (isUnread(base.left()) ? LEFT_UNREAD : 0)
                    | (isUnread(base.right()) ? RIGHT_UNREAD : 0);
        }

        private static boolean isUnread(Item.Present item) {
            return item instanceof FileItem file && !file.isRead();
        }

        private void name(RawName name) {
            byte[] bytes = name.bytes();
            int mismatch = Arrays.mismatch(key, bytes);
            int shared = mismatch < 0 ? bytes.length : mismatch;
            out.number(shared);
            out.bytes(bytes, shared);
            key = bytes;
        }

        private void spelling(Item.Present item, int said) {
            if (said != 0) {
                out.bytes(item.name().bytes());
            }
        }

        private void attributes(Base base, int flags) {
            FileType type = base.left().type();
            Attributes ours = base.left().attributes();
            Attributes theirs = base.right().attributes();
            out.signed(ours.modified() - left.modified);
            left.modified = ours.modified();
            if ((flags & RIGHT_MODIFIED) != 0) {
                out.signed(theirs.modified() - ours.modified());
            }
            own(left, type, ours, flags & LEFT_OWNED);
            own(right, type, theirs, flags & RIGHT_OWNED);
            if ((flags & LEFT_EXTENDED) != 0) {
                out.id(ours.extended());
            }
            if ((flags & RIGHT_EXTENDED) != 0) {
                out.id(theirs.extended());
            }
        }

        /** What is compared with the same side only. */
        private void own(Before before, FileType type, Attributes now, int owned) {
            if (owned != 0) {
                int[] said = before.owned(type);
                said[0] = now.permissions();
                said[1] = now.uid();
                said[2] = now.gid();
                for (int number : said) {
                    out.number(Integer.toUnsignedLong(number));
                }
            }
            out.signed(now.changed() - before.changed);
            before.changed = now.changed();
            out.signed(now.fileId() - before.fileId);
            before.fileId = now.fileId();
        }

        private void content(Item.Present item) {
            switch (item) {
                case FileItem file -> {
                    out.number(file.size());
                    if (file.isRead()) {
                        out.id(file.content());
                    }
                }
                case LinkItem link -> out.bytes(link.target());
                case DirectoryItem directory -> out.number(directory.mount() ? 1 : 0);
                case SpecialItem _ -> { }
            }
        }
    }

    private static final class Reader {
        private final Decoder in;
        private final Before left = new Before();
        private final Before right = new Before();
        private byte[] key = {};

        Reader(Decoder in) {
            this.in = in;
        }

        void read(BiConsumer<RawName, Base> sink) throws StateDamagedException {
            int flags = in.upTo(ALL);
            FileType type = TYPES[flags & TYPE];
            key = in.bytesAfter(key, in.upTo(key.length));
            RawName name = RawName.of(key);
            RawName leftName = spelling(name, flags & LEFT_NAME);
            RawName rightName = spelling(name, flags & RIGHT_NAME);
            left.modified += in.signed();
            right.modified = left.modified + ((flags & RIGHT_MODIFIED) == 0 ? 0 : in.signed());
            own(left, type, flags & LEFT_OWNED);
            own(right, type, flags & RIGHT_OWNED);
            Id extended = (flags & LEFT_EXTENDED) == 0 ? Attributes.NO_EXTENDED : in.id();
            Attributes ours = left.attributes(type, extended);
            Attributes theirs = right.attributes(type, (flags & RIGHT_EXTENDED) == 0 ? extended : in.id());
            Item.Present one = item(type, leftName, ours, flags & LEFT_UNREAD);
            Item.Present other = (flags & RIGHT_CONTENT) == 0 ? like(one, rightName, theirs)
                    : item(type, rightName, theirs, flags & RIGHT_UNREAD);
            sink.accept(name, new Base(one, other, (flags & RECHECK) != 0));
        }

        private RawName spelling(RawName name, int said) throws StateDamagedException {
            return said == 0 ? name : RawName.of(in.bytes());
        }

        private void own(Before now, FileType type, int owned) throws StateDamagedException {
            if (owned != 0) {
                int[] said = now.owned(type);
                for (int i = 0; i < said.length; i++) {
                    said[i] = (int) in.number();
                }
            }
            now.changed += in.signed();
            now.fileId += in.signed();
        }

        private Item.Present item(FileType type, RawName name, Attributes attributes, int unread)
                throws StateDamagedException {
            return switch (type) {
                case FILE -> new FileItem(name, in.number(), unread == 0 ? in.id() : FileItem.UNREAD, attributes);
                case SYMLINK -> new LinkItem(name, in.bytes(), attributes);
                case DIRECTORY -> new DirectoryItem(name, in.number() != 0, attributes);
                default -> new SpecialItem(name, type, attributes);
            };
        }
    }
}
