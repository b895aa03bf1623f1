package dev.tandem.backup.internal.format;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Writes the nodes of trees byte for byte as restic 0.18 does, as the hash of a tree is its ID (restic repository
 * format, "Trees and Data"). A tree is {@link #TREE_START}, its nodes in ascending order of their names with commas
 * between, {@link #TREE_END}. For one thread.
 */
public final class NodeEncoder {
    /** What a tree starts with; not to be changed. */
    public static final byte[] TREE_START = ascii("{\"nodes\":[");
    /** What a tree ends with; not to be changed. */
    public static final byte[] TREE_END = ascii("]}\n");

    private static final byte[] NAME = ascii("{\"name\":\"");
    private static final byte[] TYPE = ascii("\",\"type\":\"");
    private static final byte[] MODE = ascii(",\"mode\":");
    private static final byte[] MTIME = ascii(",\"mtime\":\"");
    private static final byte[] ATIME = ascii("\",\"atime\":\"");
    private static final byte[] CTIME = ascii("\",\"ctime\":\"");
    private static final byte[] UID = ascii("\",\"uid\":");
    private static final byte[] GID = ascii(",\"gid\":");
    private static final byte[] USER = ascii(",\"user\":\"");
    private static final byte[] GROUP = ascii(",\"group\":\"");
    private static final byte[] INODE = ascii(",\"inode\":");
    private static final byte[] DEVICE_ID = ascii(",\"device_id\":");
    private static final byte[] SIZE = ascii(",\"size\":");
    private static final byte[] LINKS = ascii(",\"links\":");
    private static final byte[] LINK_TARGET = ascii(",\"linktarget\":\"");
    private static final byte[] LINK_TARGET_RAW = ascii(",\"linktarget_raw\":\"");
    private static final byte[] ATTRIBUTES = ascii(",\"extended_attributes\":[");
    private static final byte[] ATTRIBUTE_NAME = ascii("{\"name\":\"");
    private static final byte[] ATTRIBUTE_VALUE = ascii("\",\"value\":\"");
    private static final byte[] DEVICE = ascii(",\"device\":");
    private static final byte[] CONTENT = ascii(",\"content\":");
    private static final byte[] SUBTREE = ascii(",\"subtree\":\"");
    private static final byte[] NULL = ascii("null");
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final int MAX_DIGITS = 20;

    private final ZoneId zone;
    private byte[] out = new byte[1024];
    private int at;

    /** Makes an encoder that writes times in {@code zone}; restic does so in the one of the system. */
    public NodeEncoder(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Returns the JSON of one node, all that its record holds; fields that restic does not keep for its type are left
     * out.
     */
    public byte[] encode(Node node) {
        at = 0;
        FileStat stat = node.stat();
        NodeTypes type = NodeTypes.of(stat.type());
        put(NAME);
        name(node.name());
        put(TYPE);
        put(type.text);
        put((byte) '"');
        positive(MODE, Integer.toUnsignedLong(type.mode(stat.permissions())));
        times(stat);
        number(UID, Integer.toUnsignedLong(stat.uid()));
        number(GID, Integer.toUnsignedLong(stat.gid()));
        text(USER, node.user());
        text(GROUP, node.group());
        positive(INODE, stat.inode());
        positive(DEVICE_ID, stat.device());
        positive(SIZE, type == NodeTypes.FILE ? stat.size() : 0);
        positive(LINKS, type.links ? stat.links() : 0);
        target(node.linkTarget());
        attributes(node.attributes());
        positive(DEVICE, type == NodeTypes.BLOCK_DEVICE || type == NodeTypes.CHARACTER_DEVICE ? stat.rawDevice() : 0);
        content(type, node.content());
        node.subtree().ifPresent(this::subtree);
        put((byte) '}');
        return Arrays.copyOf(out, at);
    }

    private void name(RawName name) {
        byte[] bytes = name.bytes();
        room(GoText.MAX_GROWTH * bytes.length);
        at = GoText.appendName(out, at, bytes, bytes.length);
    }

    private void times(FileStat stat) {
        time(MTIME, stat.modified());
        time(ATIME, stat.accessed());
        time(CTIME, stat.changed());
    }

    private void time(byte[] field, Instant time) {
        put(field);
        room(GoTime.MAX_LENGTH);
        at = GoTime.append(out, at, time, zone);
    }

    private void positive(byte[] field, long value) {
        if (value != 0) {
            number(field, value);
        }
    }

    private void number(byte[] field, long unsigned) {
        put(field);
        room(MAX_DIGITS);
        if (unsigned < 0) {
            put(ascii(Long.toUnsignedString(unsigned)));
            return;
        }
        int digits = 1;
        for (long bound = 10; digits < 19 && unsigned >= bound; bound *= 10) {
            digits++;
        }
        long rest = unsigned;
        for (int i = at + digits - 1; i >= at; i--) {
            long tenth = rest / 10;
            out[i] = (byte) ('0' + rest - 10 * tenth);
            rest = tenth;
        }
        at += digits;
    }

    private void text(byte[] field, String text) {
        if (!text.isEmpty()) {
            put(field);
            json(text);
            put((byte) '"');
        }
    }

    private void json(String text) {
        // An unpaired surrogate becomes '?': no system has one in names of users, groups or attributes.
        json(text.getBytes(StandardCharsets.UTF_8));
    }

    private void json(byte[] utf8) {
        room(GoText.MAX_GROWTH * utf8.length);
        at = GoText.appendJson(out, at, utf8, utf8.length);
    }

    private void target(byte[] target) {
        if (target.length == 0) {
            return;
        }
        put(LINK_TARGET);
        json(target);
        put((byte) '"');
        if (!Utf8.isValid(target, target.length)) {
            put(LINK_TARGET_RAW);
            put(Base64.getEncoder().encode(target));
            put((byte) '"');
        }
    }

    private void attributes(List<ExtendedAttribute> attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        put(ATTRIBUTES);
        for (int i = 0; i < attributes.size(); i++) {
            if (i > 0) {
                put((byte) ',');
            }
            put(ATTRIBUTE_NAME);
            json(attributes.get(i).name());
            put(ATTRIBUTE_VALUE);
            put(Base64.getEncoder().encode(attributes.get(i).value()));
            put((byte) '"');
            put((byte) '}');
        }
        put((byte) ']');
    }

    private void content(NodeTypes type, List<Id> content) {
        put(CONTENT);
        if (type != NodeTypes.FILE) {
            put(NULL);
            return;
        }
        put((byte) '[');
        for (int i = 0; i < content.size(); i++) {
            if (i > 0) {
                put((byte) ',');
            }
            put((byte) '"');
            id(content.get(i));
            put((byte) '"');
        }
        put((byte) ']');
    }

    private void subtree(Id id) {
        put(SUBTREE);
        id(id);
        put((byte) '"');
    }

    private void id(Id id) {
        room(2 * Id.LENGTH);
        hex(id.a());
        hex(id.b());
        hex(id.c());
        hex(id.d());
    }

    private void hex(long value) {
        for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
            out[at++] = HEX[(int) (value >>> shift) & 0xf];
        }
    }

    private void put(byte b) {
        room(1);
        out[at++] = b;
    }

    private void put(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, out, at, bytes.length);
        at += bytes.length;
    }

    private void room(int more) {
        if (out.length - at < more) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, Math.addExact(at, more)));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
