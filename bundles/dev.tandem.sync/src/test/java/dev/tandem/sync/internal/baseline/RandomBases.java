package dev.tandem.sync.internal.baseline;

import dev.tandem.backup.Id;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import java.util.Random;

/** Entries of all kinds, ordinary and extreme, for tests. */
final class RandomBases {
    private static final long[] EXTREMES = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, 127, 128, Integer.MAX_VALUE,
        Integer.MIN_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE};

    private final Random random;

    RandomBases(Random random) {
        this.random = random;
    }

    /** Returns a name of any bytes but NUL and slash. */
    RawName name() {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? 255 : random.nextInt(1, 6)];
        for (int i = 0; i < bytes.length; i++) {
            do {
                bytes[i] = (byte) random.nextInt(256);
            } while (bytes[i] == 0 || bytes[i] == '/');
        }
        RawName name = RawName.of(bytes);
        return name.isSafe() ? name : name();
    }

    private long number() {
        return random.nextBoolean() ? EXTREMES[random.nextInt(EXTREMES.length)] : random.nextLong();
    }

    private Id id() {
        return new Id(number(), number(), number(), number());
    }

    private Attributes attributes() {
        return new Attributes((int) number(), (int) number(), (int) number(), number(), number(), number(),
                random.nextBoolean() ? Attributes.NO_EXTENDED : id());
    }

    private Attributes like(Attributes left) {
        return random.nextInt(3) == 0 ? attributes() : new Attributes(left.permissions(), left.uid(), left.gid(),
                random.nextBoolean() ? left.modified() : number(), number(), left.fileId() + 1, left.extended());
    }

    /** Returns what both sides have under a key. */
    Base base(RawName key) {
        Attributes left = attributes();
        RawName ours = random.nextInt(4) == 0 ? name() : key;
        RawName theirs = random.nextInt(4) == 0 ? name() : key;
        Item.Present one = item(FileType.values()[random.nextInt(FileType.values().length)], ours, left);
        Attributes others = like(left);
        Item.Present other = random.nextInt(3) == 0 ? item(one.type(), theirs, others) : same(one, theirs, others);
        return new Base(one, other, random.nextBoolean());
    }

    private Item.Present item(FileType type, RawName name, Attributes attributes) {
        return switch (type) {
            case FILE -> new Item.FileItem(name, number(), random.nextBoolean() ? id() : Item.FileItem.UNREAD,
                    attributes);
            case SYMLINK -> new Item.LinkItem(name, random.nextBoolean() ? new byte[0] : name().bytes(), attributes);
            case DIRECTORY -> new Item.DirectoryItem(name, random.nextBoolean(), attributes);
            default -> new Item.SpecialItem(name, type, attributes);
        };
    }

    private static Item.Present same(Item.Present item, RawName name, Attributes attributes) {
        return switch (item) {
            case Item.FileItem file -> new Item.FileItem(name, file.size(), file.content(), attributes);
            case Item.LinkItem link -> new Item.LinkItem(name, link.target(), attributes);
            case Item.DirectoryItem directory -> new Item.DirectoryItem(name, directory.mount(), attributes);
            case Item.SpecialItem special -> new Item.SpecialItem(name, special.type(), attributes);
        };
    }

    /** Returns an ordinary file that was copied from left to right. */
    static Base file(RawName key, int number) {
        Random random = new Random(number);
        long modified = 1_500_000_000_000_000_000L + random.nextLong(200_000_000_000_000_000L);
        long changed = 1_700_000_000_000_000_000L + number * 120_000L + random.nextInt(50_000);
        Id content = new Id(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
        long size = (long) Math.exp(random.nextDouble() * 16);
        Attributes left = new Attributes(0644, 1000, 1000, modified, changed, 4_000_000L + number,
                Attributes.NO_EXTENDED);
        Attributes right = new Attributes(0644, 1000, 1000, modified, changed + 900_000_000_000L, 9_000_000L + number,
                Attributes.NO_EXTENDED);
        return new Base(new Item.FileItem(key, size, content, left), new Item.FileItem(key, size, content, right));
    }
}
