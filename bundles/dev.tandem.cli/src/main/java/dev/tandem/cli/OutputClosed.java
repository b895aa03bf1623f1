package dev.tandem.cli;

import java.io.IOException;

/** Nobody reads standard output any more, as after {@code | head}: no failure, but the end of the work for it. */
final class OutputClosed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Exit code of a program ended by SIGPIPE, which is what every other program of a pipeline would end with. */
    static final int EXIT_CODE = 128 + 13;

    OutputClosed(IOException cause) {
        super(cause);
    }
}
