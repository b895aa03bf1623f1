package dev.tandem.sync.internal.replica.remote;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.version.Likeness;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Objects of a storage as items of a side, and the paths of both.
 *
 * @param tags whether every object has a tag; where only some have, or not always, none tells anything
 */
record ObjectItems(boolean tags) {
    /** Returns what an object is. */
    Item of(ObjectInfo info) {
        RawName name = RawName.of(info.path().name());
        if (info.directory()) {
            return new Item.DirectoryItem(name, false, Attributes.NONE);
        }
        if (info.modified().isEmpty() && !(tags && info.tag().isPresent())) {
            return new Item.Unknown("the storage tells neither when it was changed nor which version of it there is");
        }
        return new Item.FileItem(name, info.size(), Item.FileItem.UNREAD, attributes(info));
    }

    /** Returns what a file is that was just written. */
    Item.FileItem file(ObjectInfo info) throws StorageException {
        if (of(info) instanceof Item.FileItem file) {
            return file;
        }
        throw new StorageException(StorageException.Kind.FAILED, "the storage does not tell what became of "
                + info.path() + ": look at it, then run again");
    }

    /** Where there are tags, which other version of a file there is shows in {@code changed}, which is no time then. */
    private Attributes attributes(ObjectInfo info) {
        return new Attributes(0, 0, 0, info.modified().map(Attributes::nanoseconds).orElse(0L),
                tags ? info.tag().map(ObjectItems::token).orElse(0L) : 0L, 0, Attributes.NO_EXTENDED);
    }

    /** Two tags have one token as seldom as two contents have one short hash. */
    private static long token(String tag) {
        byte[] hash = Likeness.sha256().digest(tag.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getLong();
    }

    /**
     * Returns where a path is on the storage.
     *
     * @throws StorageException {@code INVALID} for a name that is no text
     */
    static RemotePath remote(RawPath path) throws StorageException {
        List<RawName> names = path.names();
        if (isRoot(path)) {
            return RemotePath.ROOT;
        }
        if (path.isAbsolute() || !names.stream().allMatch(RawName::isSafe)) {
            throw new IllegalArgumentException(path + " is not below a root");
        }
        String text = names.stream().map(RawName::toString).collect(Collectors.joining("/"));
        if (!RawPath.of(text.getBytes(StandardCharsets.UTF_8)).equals(path)) {
            throw new StorageException(StorageException.Kind.INVALID, "a name in " + path
                    + " is not valid Unicode, so it cannot be on a storage; rename it");
        }
        return new RemotePath(text);
    }

    static boolean isRoot(RawPath path) {
        return path.names().equals(List.of(RawName.of(".")));
    }
}
