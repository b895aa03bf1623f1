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
        /** A {@code .gitignore} at the root: the last match wins; those further down are not looked for. */
        GITIGNORE,
        /** Syncthing's {@code .stignore}: the first match wins; {@code #include} is refused. */
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

    /**
     * Returns the rules that keep Tandem's own folders and temporary files out. They belong before all others: nothing may
     * take them back.
     */
    List<SelectionRule> own();

    /**
     * Returns the rules for what hardly anybody wants in step: {@code .DS_Store}, {@code Thumbs.db}, {@code desktop.ini},
     * {@code ~$*}, {@code .~lock.*#}, {@code *.part} and {@code *.crdownload}. They belong after all others, which may so
     * take a path back. Their origin is {@code built in}.
     */
    List<SelectionRule> builtIn();
}
