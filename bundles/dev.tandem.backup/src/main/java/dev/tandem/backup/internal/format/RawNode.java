package dev.tandem.backup.internal.format;

import dev.tandem.backup.Id;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A node byte for byte as a tree has it. Changing a field leaves the bytes of all others as they are, also of those this
 * program does not know. Immutable.
 */
public final class RawNode {
    /** What a node may have after its size and before its content; new fields go where restic has them. */
    private static final List<String> AFTER_SIZE = List.of("links", "linktarget", "linktarget_raw",
            "extended_attributes", "generic_attributes", "device", "content", "subtree", "error");
    private static final List<String> AFTER_CONTENT = List.of("subtree", "error");
    private static final List<String> AFTER_SUBTREE = List.of("error");

    private final byte[] json;

    /** A node of these bytes, which were read as one before and are not changed any more. */
    RawNode(byte[] json) {
        this.json = json;
    }

    /** Returns the bytes, not to be changed. */
    public byte[] bytes() {
        return json;
    }

    /** A field: where its name and its value begin, and where the value ends. */
    private record Member(String name, int start, int value, int end) { }

    private List<Member> members() throws IOException {
        JsonScanner scanner = new JsonScanner(json, 0, json.length);
        List<Member> members = new ArrayList<>();
        scanner.mark();
        scanner.expect('{');
        if (scanner.accept('}')) {
            return members;
        }
        do {
            scanner.peek();
            int start = scanner.taken();
            scanner.string();
            String name = scanner.asString();
            scanner.expect(':');
            scanner.peek();
            int value = scanner.taken();
            scanner.skip();
            members.add(new Member(name, start, value, scanner.taken()));
        } while (scanner.accept(','));
        return members;
    }

    /** Tells whether the node has a list of content, be it empty, as each file must. */
    public boolean hasContent() throws IOException {
        return members().stream().anyMatch(member -> member.name().equals("content") && json[member.value()] == '[');
    }

    /** Returns the node with another tree. */
    public RawNode withSubtree(Id tree) throws IOException {
        return with("subtree", "\"" + tree + "\"", AFTER_SUBTREE);
    }

    /** Returns the node with another content. */
    public RawNode withContent(List<Id> content, long size) throws IOException {
        StringBuilder list = new StringBuilder("[");
        for (Id id : content) {
            list.append(list.length() == 1 ? "\"" : ",\"").append(id).append('"');
        }
        RawNode cut = with("content", list.append(']').toString(), AFTER_CONTENT);
        return size == 0 ? cut.without("size") : cut.with("size", Long.toUnsignedString(size), AFTER_SIZE);
    }

    private RawNode with(String name, String value, List<String> after) throws IOException {
        List<Member> members = members();
        // Of a field that is there twice the last one counts.
        for (Member member : members.reversed()) {
            if (member.name().equals(name)) {
                return replaced(member.value(), member.end(), value);
            }
        }
        String field = "\"" + name + "\":" + value;
        for (Member member : members) {
            if (after.contains(member.name())) {
                return replaced(member.start(), member.start(), field + ",");
            }
        }
        int end = members.getLast().end();
        return replaced(end, end, "," + field);
    }

    private RawNode without(String name) throws IOException {
        List<Member> members = members();
        RawNode rest = this;
        for (int i = members.size() - 1; i >= 0; i--) {
            if (members.get(i).name().equals(name)) {
                rest = i == 0 ? rest.replaced(members.getFirst().start(), members.get(1).start(), "")
                        : rest.replaced(members.get(i - 1).end(), members.get(i).end(), "");
            }
        }
        return rest;
    }

    private RawNode replaced(int from, int to, String by) {
        var changed = new ByteArrayOutputStream(json.length + by.length());
        changed.write(json, 0, from);
        changed.writeBytes(by.getBytes(StandardCharsets.US_ASCII));
        changed.write(json, to, json.length - to);
        return new RawNode(changed.toByteArray());
    }
}
