package dev.tandem.backup.internal.format;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one node after the other, each a JSON object. For one thread. */
final class NodeDecoder {
    private static final long UINT32 = 0xffff_ffffL;
    private static final byte[] NO_BYTES = {};

    private enum Field {
        NAME, TYPE, MODE, MTIME, ATIME, CTIME, UID, GID, USER, GROUP, INODE, DEVICE_ID, SIZE, LINKS, LINKTARGET,
        LINKTARGET_RAW, EXTENDED_ATTRIBUTES, DEVICE, CONTENT, SUBTREE;

        private static final Field[] ALL = values();
        private final byte[] text = name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);

        /** Returns the field with this name, or null; from {@code from} on, as fields mostly come in order. */
        static Field of(byte[] name, int length, int from) {
            for (int i = 0; i < ALL.length; i++) {
                Field field = ALL[(from + i) % ALL.length];
                if (Arrays.equals(field.text, 0, field.text.length, name, 0, length)) {
                    return field;
                }
            }
            return null;
        }
    }

    private final JsonScanner json;

    // Owners repeat from node to node; their names are kept once.
    private String lastUser = "";
    private String lastGroup = "";

    private RawName name;
    private NodeTypes type;
    private int mode;
    private Instant modified;
    private Instant accessed;
    private Instant changed;
    private long uid;
    private long gid;
    private String user;
    private String group;
    private long inode;
    private long deviceId;
    private long size;
    private long links;
    private byte[] target;
    private byte[] targetRaw;
    private List<ExtendedAttribute> attributes;
    private long device;
    private List<Id> content;
    private Optional<Id> subtree;

    NodeDecoder(JsonScanner json) {
        this.json = json;
    }

    /** Takes the next value, which must be a node. */
    Node node() throws IOException {
        clear();
        json.expect('{');
        if (!json.accept('}')) {
            int from = 0;
            do {
                json.string();
                Field field = Field.of(json.text(), json.length(), from);
                json.expect(':');
                if (field == null) {
                    json.skip();
                } else {
                    from = field.ordinal() + 1;
                    if (!json.acceptNull()) {
                        value(field);
                    }
                }
            } while (json.accept(','));
            json.expect('}');
        }
        return result();
    }

    /** Tells whether two nodes are equal down to their bytes. */
    static boolean same(Node a, Node b) {
        return a.name().equals(b.name()) && a.stat().equals(b.stat()) && a.user().equals(b.user())
                && a.group().equals(b.group()) && Arrays.equals(a.linkTarget(), b.linkTarget())
                && a.attributes().equals(b.attributes()) && a.content().equals(b.content())
                && a.subtree().equals(b.subtree());
    }

    private void clear() {
        name = null;
        type = null;
        mode = 0;
        modified = null;
        accessed = null;
        changed = null;
        uid = 0;
        gid = 0;
        user = "";
        group = "";
        inode = 0;
        deviceId = 0;
        size = 0;
        links = 0;
        target = NO_BYTES;
        targetRaw = null;
        attributes = List.of();
        device = 0;
        content = List.of();
        subtree = Optional.empty();
    }

    private Node result() throws DamagedException {
        if (name == null || type == null) {
            throw new DamagedException("a node in a tree has no " + (name == null ? "name" : "type"));
        }
        Instant mtime = modified == null ? Instant.EPOCH : modified;
        FileStat stat = new FileStat(type.type, NodeTypes.permissions(mode), size, 0, mtime,
                accessed == null ? mtime : accessed, changed == null ? mtime : changed, (int) uid, (int) gid, deviceId,
                inode, links, device);
        return new Node(name, stat, user, group, targetRaw == null ? target : targetRaw, attributes, content, subtree);
    }

    private void value(Field field) throws IOException {
        switch (field) {
            case NAME -> name = name();
            case TYPE -> {
                json.string();
                type = NodeTypes.parse(json.text(), json.length());
            }
            case MODE -> mode = (int) uint32();
            case MTIME -> modified = time();
            case ATIME -> accessed = time();
            case CTIME -> changed = time();
            case UID -> uid = uint32();
            case GID -> gid = uint32();
            case USER -> user = lastUser = text(lastUser);
            case GROUP -> group = lastGroup = text(lastGroup);
            case INODE -> inode = json.unsigned();
            case DEVICE_ID -> deviceId = json.unsigned();
            case SIZE -> size = json.unsigned();
            case LINKS -> links = json.unsigned();
            case LINKTARGET -> {
                json.string();
                target = json.asUtf8();
            }
            case LINKTARGET_RAW -> {
                json.string();
                targetRaw = json.asBase64();
            }
            case EXTENDED_ATTRIBUTES -> attributes = attributes();
            case DEVICE -> device = json.unsigned();
            case CONTENT -> content = content();
            case SUBTREE -> subtree = Optional.of(json.id());
        }
    }

    private RawName name() throws IOException {
        json.string();
        byte[] text = json.text();
        int length = json.length();
        if (!Utf8.isValid(text, length)) {
            text = json.asUtf8();
            length = text.length;
        }
        RawName unquoted = RawName.of(text, 0, GoText.unquote(text, length));
        if (!unquoted.isSafe()) {
            throw new DamagedException("a tree has the unsafe name '" + unquoted + "'");
        }
        return unquoted;
    }

    private long uint32() throws IOException {
        long value = json.unsigned();
        if (value < 0 || value > UINT32) {
            throw new DamagedException("a node in a tree has a number above 32 bits");
        }
        return value;
    }

    private Instant time() throws IOException {
        json.string();
        try {
            return GoTime.parseInstant(json.text(), json.length());
        } catch (DateTimeException malformed) {
            throw new DamagedException("a node in a tree has a malformed time", malformed);
        }
    }

    private String text(String last) throws IOException {
        json.string();
        String found = json.asString();
        return found.equals(last) ? last : found;
    }

    private List<ExtendedAttribute> attributes() throws IOException {
        List<ExtendedAttribute> all = new ArrayList<>();
        json.expect('[');
        if (json.accept(']')) {
            return List.of();
        }
        do {
            all.add(attribute());
        } while (json.accept(','));
        json.expect(']');
        return List.copyOf(all);
    }

    private ExtendedAttribute attribute() throws IOException {
        String attributeName = "";
        byte[] value = NO_BYTES;
        json.expect('{');
        if (!json.accept('}')) {
            do {
                json.string();
                String field = json.asString();
                json.expect(':');
                if (field.equals("name") && json.peek() == '"') {
                    json.string();
                    attributeName = json.asString();
                } else if (field.equals("value") && json.peek() == '"') {
                    json.string();
                    value = json.asBase64();
                } else {
                    json.skip();
                }
            } while (json.accept(','));
            json.expect('}');
        }
        return new ExtendedAttribute(attributeName, value);
    }

    private List<Id> content() throws IOException {
        json.expect('[');
        if (json.accept(']')) {
            return List.of();
        }
        List<Id> ids = new ArrayList<>(4);
        do {
            ids.add(json.id());
        } while (json.accept(','));
        json.expect(']');
        return List.copyOf(ids);
    }
}
