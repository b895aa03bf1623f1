package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.scan.LocalReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What decides the tree of a directory, seen from outside: the names and metadata of its entries, change times and
 * inodes among them, and the trees of its subdirectories. Two directories with the same fingerprint have the same tree,
 * as far as no content changes without its change time.
 *
 * @param a the first 8 bytes of a SHA-256
 * @param b the next 8
 */
record Fingerprint(long a, long b) {
    /** Writes entries of directories in the form that is hashed. Used by one thread. */
    static final class Form {
        private static final int FIXED = 128;

        private final LocalReader files;
        private final Map<Integer, byte[]> users = new HashMap<>();
        private final Map<Integer, byte[]> groups = new HashMap<>();
        private ByteBuffer buffer = ByteBuffer.allocate(1024);

        Form(LocalReader files) {
            this.files = files;
        }

        /** Adds an entry to the digest of a directory. */
        void add(RawName name, FileStat stat, MessageDigest digest) {
            byte[] user = users.computeIfAbsent(stat.uid(), uid -> bytes(files.userName(uid)));
            byte[] group = groups.computeIfAbsent(stat.gid(), gid -> bytes(files.groupName(gid)));
            int room = FIXED + name.length() + user.length + group.length;
            if (buffer.capacity() < room) {
                buffer = ByteBuffer.allocate(2 * room);
            }
            buffer.clear();
            buffer.putInt(name.length());
            name.copyTo(buffer.array(), buffer.position());
            buffer.position(buffer.position() + name.length());
            buffer.put((byte) stat.type().ordinal()).putInt(stat.permissions()).putLong(stat.size());
            put(stat.modified());
            put(stat.changed());
            buffer.putInt(stat.uid()).putInt(user.length).put(user);
            buffer.putInt(stat.gid()).putInt(group.length).put(group);
            buffer.putLong(stat.device()).putLong(stat.inode()).putLong(stat.links()).putLong(stat.rawDevice());
            digest.update(buffer.array(), 0, buffer.position());
        }

        private static byte[] bytes(String name) {
            return name.getBytes(StandardCharsets.UTF_8);
        }

        private void put(Instant time) {
            buffer.putLong(time.getEpochSecond()).putInt(time.getNano());
        }
    }

    /** Puts the trees of subdirectories, in the order of their names, and the entries together. */
    static final class Sum {
        private final MessageDigest digest = Hashing.newSha256();
        private final byte[] bytes = new byte[Id.LENGTH];

        /** Adds the tree of the next subdirectory. */
        void subtree(Id tree) {
            tree.copyTo(bytes, 0);
            digest.update(bytes);
        }

        /** Ends with the digest of all entries. */
        Fingerprint of(byte[] entries) {
            digest.update(entries);
            Id sum = Id.of(digest.digest());
            return new Fingerprint(sum.a(), sum.b());
        }
    }
}
