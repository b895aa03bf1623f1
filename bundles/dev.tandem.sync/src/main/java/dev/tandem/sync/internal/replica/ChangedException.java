package dev.tandem.sync.internal.replica;

import java.io.IOException;

/** What is at a path is not what was seen there: somebody changed it meanwhile. The next run sees it anew. */
public final class ChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    public ChangedException(String message) {
        super(message);
    }
}
