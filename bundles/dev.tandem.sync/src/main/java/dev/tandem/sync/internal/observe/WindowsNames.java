package dev.tandem.sync.internal.observe;

import dev.tandem.model.RawName;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Names that Windows and its file systems do not take (Microsoft, "Naming Files, Paths, and Namespaces"). */
final class WindowsNames {
    private static final String FORBIDDEN = "<>:\"/\\|?*";
    private static final int MAX_LENGTH = 255;
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul", "conin$", "conout$", "com0", "com1",
            "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4",
            "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private WindowsNames() { }

    /** Returns why a name cannot be there; empty where it can. */
    static Optional<String> problem(RawName name) {
        String text = name.toString();
        if (!RawName.of(text).equals(name)) {
            return Optional.of("the name is not valid Unicode, so it cannot be on the other side");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || FORBIDDEN.indexOf(c) >= 0) {
                return Optional.of("the other side takes no names with '" + (c < ' ' ? "\\u" + (int) c : c)
                        + "'; rename it");
            }
        }
        if (text.endsWith(".") || text.endsWith(" ")) {
            return Optional.of("the other side takes no names that end with a dot or a space; rename it");
        }
        int dot = text.indexOf('.');
        String stem = (dot < 0 ? text : text.substring(0, dot)).stripTrailing().toLowerCase(Locale.ROOT);
        if (DEVICES.contains(stem)) {
            return Optional.of("the other side takes no name '" + stem + "', which is a device there; rename it");
        }
        return text.length() > MAX_LENGTH ? Optional.of("the name is too long for the other side") : Optional.empty();
    }
}
