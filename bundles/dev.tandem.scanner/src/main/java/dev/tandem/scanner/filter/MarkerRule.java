package dev.tandem.scanner.filter;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalReader.SourceFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Leaves out what lies beside a marker file, but for that file itself. */
final class MarkerRule {
    private static final Logger LOG = System.getLogger(MarkerRule.class.getName());
    /** Entries of a directory are asked for in a row, so few directories are under way at once. */
    private static final int REMEMBERED = 4096;

    private final String text;
    private final RawName marker;
    private final byte[] header;
    private final LocalReader reader;
    private final Map<RawPath, Boolean> marked = new ConcurrentHashMap<>();

    /**
     * Reads a rule.
     *
     * @param text {@code NAME} or {@code NAME:HEADER}
     * @throws IllegalArgumentException when it has no name
     */
    MarkerRule(String text, LocalReader reader) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "the marker \"" + text + "\" has no file name: write NAME or NAME:HEADER");
        }
        this.text = text;
        this.marker = RawName.of(name);
        this.header = colon < 0 ? new byte[0] : text.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
        this.reader = reader;
    }

    String text() {
        return text;
    }

    boolean excludes(RawPath path) {
        RawPath directory = path.parent().orElse(null);
        return directory != null && !path.name().equals(marker) && isMarked(directory);
    }

    private boolean isMarked(RawPath directory) {
        Boolean known = marked.get(directory);
        if (known != null) {
            return known;
        }
        boolean found = holdsMarker(directory);
        if (marked.size() >= REMEMBERED) {
            marked.clear();
        }
        marked.put(directory, found);
        return found;
    }

    private boolean holdsMarker(RawPath directory) {
        RawPath file = directory.child(marker);
        try {
            reader.stat(file);
            if (header.length == 0) {
                return true;
            }
            boolean genuine = Arrays.equals(header, start(file));
            if (!genuine) {
                LOG.log(Level.WARNING, "{0} does not start with \"{1}\", so nothing beside it is left out", file,
                        text.substring(text.indexOf(':') + 1));
            }
            return genuine;
        } catch (NoSuchFileException none) {
            return false;
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the marker cannot be read, so nothing beside it is left out: {0}",
                    failed.toString());
            return false;
        }
    }

    private byte[] start(RawPath file) throws IOException {
        byte[] start = new byte[header.length];
        try (SourceFile content = reader.open(file)) {
            int done = 0;
            int count;
            while (done < start.length && (count = content.read(start, done, start.length - done)) > 0) {
                done += count;
            }
            return Arrays.copyOf(start, done);
        }
    }
}
