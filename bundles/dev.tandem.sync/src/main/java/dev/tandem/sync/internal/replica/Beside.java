package dev.tandem.sync.internal.replica;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names beside a target, for when the temporary folder is on another file system. */
final class Beside {
    private static final String PREFIX = ".~tandem-";
    private static final String SUFFIX = ".tmp";

    private Beside() {
    }

    /** A name that never appears in listings, for what can be had again. */
    static RawPath temporary(RawPath target) {
        return directory(target).child(PREFIX + random() + SUFFIX);
    }

    /** A name that does appear, for what must not be lost if a run dies just then. */
    static RawPath visible(RawPath target) {
        return directory(target).child("tandem-" + random() + ".old");
    }

    static boolean isTemporary(RawName name) {
        if (name.length() < PREFIX.length() || name.at(0) != '.' || name.at(1) != '~') {
            return false;
        }
        String text = name.toString();
        return text.startsWith(PREFIX) && text.endsWith(SUFFIX);
    }

    private static RawPath directory(RawPath target) {
        return target.parent().orElseThrow();
    }

    private static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
