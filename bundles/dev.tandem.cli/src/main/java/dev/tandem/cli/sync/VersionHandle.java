package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.cli.RawText;
import dev.tandem.model.RawPath;
import dev.tandem.sync.FileVersion;
import dev.tandem.sync.Side;
import java.util.List;
import java.util.Locale;

/**
 * What a person calls a version by: {@code RUN:SIDE:PATH}, with the path relative to the folders.
 *
 * @param run  the run that put it aside
 * @param side where it was
 * @param path its path there
 */
record VersionHandle(String run, Side side, RawPath path) {
    static VersionHandle of(FileVersion version) {
        return new VersionHandle(version.run(), version.side(), version.path());
    }

    static VersionHandle parse(String text) throws CommandException {
        String[] parts = text.split(":", 3);
        if (parts.length < 3 || parts[0].isEmpty() || parts[2].isEmpty()
                || !List.of("left", "right").contains(parts[1])) {
            throw CommandException.usage("'" + text + "' names no version; write RUN:left:PATH or RUN:right:PATH, as "
                    + "'tandem versions' shows it, or the number it has there");
        }
        return new VersionHandle(parts[0], Side.valueOf(parts[1].toUpperCase(Locale.ROOT)), RawText.path(parts[2]));
    }

    /** Returns text that {@link #parse} reads back. */
    @Override
    public String toString() {
        return run + ":" + side.name().toLowerCase(Locale.ROOT) + ":" + path;
    }
}
