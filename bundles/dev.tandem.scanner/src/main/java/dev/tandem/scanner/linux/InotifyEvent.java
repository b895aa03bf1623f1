package dev.tandem.scanner.linux;

import dev.tandem.model.RawName;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel tells of a watched directory.
 *
 * @param watch the number of the watch; -1 when it concerns all
 * @param mask  what happened
 * @param name  which entry it happened to; empty for the directory itself
 */
record InotifyEvent(int watch, int mask, Optional<RawName> name) {
    static final int MODIFY = 0x2;
    static final int ATTRIB = 0x4;
    static final int CLOSE_WRITE = 0x8;
    static final int MOVED_FROM = 0x40;
    static final int MOVED_TO = 0x80;
    static final int CREATE = 0x100;
    static final int DELETE = 0x200;
    static final int DELETE_SELF = 0x400;
    static final int MOVE_SELF = 0x800;
    static final int UNMOUNT = 0x2000;
    static final int OVERFLOW = 0x4000;
    static final int IGNORED = 0x8000;
    static final int DIRECTORY = 0x40000000;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER = 16;

    /** Reads what the kernel wrote. */
    static List<InotifyEvent> parse(byte[] buffer, int length) {
        List<InotifyEvent> events = new ArrayList<>();
        int at = 0;
        while (at < length) {
            int space = (int) INT.get(buffer, at + 12);
            int start = at + HEADER;
            int end = start;
            while (end < start + space && buffer[end] != 0) {
                end++;
            }
            Optional<RawName> name = end == start ? Optional.empty()
                    : Optional.of(RawName.of(buffer, start, end - start));
            events.add(new InotifyEvent((int) INT.get(buffer, at), (int) INT.get(buffer, at + 4), name));
            at = start + space;
        }
        return events;
    }

    /** Tells whether any of these happened. */
    boolean is(int any) {
        return (mask & any) != 0;
    }
}
