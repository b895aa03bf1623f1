package dev.tandem.backup.internal.engine;

import java.io.IOException;

/** Says that something of the source, not of the repository, could not be read: the item is left out, the rest goes on. */
final class UnreadableSource extends IOException {
    private static final long serialVersionUID = 1L;

    private final IOException reason;

    private UnreadableSource(IOException reason) {
        super(reason.getMessage(), reason);
        this.reason = reason;
    }

    /** Something read from the source. */
    @FunctionalInterface
    interface Reading<T> {
        T get() throws IOException;
    }

    /** Reads from the source, with every failure told apart from those of the repository. */
    static <T> T reading(Reading<T> reading) throws UnreadableSource {
        try {
            return reading.get();
        } catch (IOException e) {
            throw new UnreadableSource(e);
        }
    }

    IOException reason() {
        return reason;
    }
}
