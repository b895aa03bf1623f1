package dev.tandem.storage.sftp;

import java.time.Instant;
import java.util.Optional;

/**
 * What a server tells of a file.
 *
 * @param size     0 where it does not say
 * @param mode     the kind of file and its permissions, as in {@code stat(2)}
 * @param modified in whole seconds
 */
record Attributes(long size, Optional<Integer> mode, Optional<Instant> modified) {
    private static final int HAS_SIZE = 1;
    private static final int HAS_OWNER = 2;
    private static final int HAS_MODE = 4;
    private static final int HAS_TIMES = 8;
    private static final int HAS_MORE = 0x8000_0000;

    private static final int KIND = 0xF000;
    private static final int DIRECTORY = 0x4000;
    private static final int REGULAR = 0x8000;
    private static final int LINK = 0xA000;

    private static final long LAST_SECOND = 0xFFFF_FFFFL;

    static Attributes read(Reply from) throws ProtocolException {
        int has = from.number();
        long size = (has & HAS_SIZE) == 0 ? 0 : from.number64();
        if ((has & HAS_OWNER) != 0) {
            from.number64();
        }
        Optional<Integer> mode = (has & HAS_MODE) == 0 ? Optional.empty() : Optional.of(from.number());
        Optional<Instant> modified = Optional.empty();
        if ((has & HAS_TIMES) != 0) {
            from.number();
            modified = Optional.of(Instant.ofEpochSecond(from.number() & LAST_SECOND));
        }
        if ((has & HAS_MORE) != 0) {
            for (int left = from.number(); left > 0; left--) {
                from.data();
                from.data();
            }
        }
        return new Attributes(size, mode, modified);
    }

    /** Adds attributes that say nothing. */
    static Request putNone(Request to) {
        return to.number(0);
    }

    static Request putMode(Request to, int mode) {
        return to.number(HAS_MODE).number(mode);
    }

    /** Adds a time, as near as it comes: the protocol knows the seconds from 1970 to 2106. */
    static Request putTime(Request to, Instant time) {
        int seconds = (int) Math.clamp(time.getEpochSecond(), 0, LAST_SECOND);
        return to.number(HAS_TIMES).number(seconds).number(seconds);
    }

    boolean isDirectory() {
        return isOf(DIRECTORY);
    }

    boolean isLink() {
        return isOf(LINK);
    }

    /** Tells whether it is neither file nor folder, but a pipe, a socket or a device. */
    boolean isOther() {
        return mode.isPresent() && !isDirectory() && !isLink() && !isOf(REGULAR) && (mode.get() & KIND) != 0;
    }

    private boolean isOf(int kind) {
        return mode.isPresent() && (mode.get() & KIND) == kind;
    }
}
