package dev.tandem.sync.internal.observe;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;

/** Where symbolic links lead, by their text alone. */
final class Links {
    private Links() { }

    /** Tells whether a link leads to somewhere below the root, wherever that is. */
    static boolean isPortable(RawPath link, byte[] target) {
        if (target.length == 0 || target[0] == '/') {
            return false;
        }
        int depth = link.names().size() - 1;
        for (RawName name : RawPath.of(target).names()) {
            depth += name.toString().equals("..") ? -1 : 1;
            if (depth < 0) {
                return false;
            }
        }
        return true;
    }
}
