package dev.tandem.scan;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Compiles selections and reads those of other programs. Thread-safe. */
@ProviderType
public interface Selections {
    /** A way to write down which paths take part. */
    enum Syntax {
        /** rclone's filters, ours too: {@code + pattern}, {@code - pattern}; {@code !} forgets all before. */
        RCLONE,
        /** {@code .gitignore}: the last match wins. */
        GITIGNORE,
        /** Syncthing's {@code .stignore}: the first match wins. */
        SYNCTHING,
        /** Unison's profiles: {@code ignore = Name x}, {@code ignorenot = …}; other lines are passed over. */
        UNISON
    }

    /**
     * Compiles a selection.
     *
     * @throws IllegalArgumentException for a pattern that is malformed; the message quotes it
     */
    Selection select(List<SelectionRule> rules);

    /**
     * Translates the lines of a filter file.
     *
     * @param origin what the file is called
     * @throws IllegalArgumentException for a line that cannot be translated; the message quotes it and says where it is
     */
    List<SelectionRule> translate(Syntax syntax, List<String> lines, String origin);
}
