package dev.tandem.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The one place that writes to standard output and standard error. Results and messages of several threads come out
 * line by line, with the live lines below them. Thread-safe.
 */
final class Output {
    private static final String ESCAPE = "\u001b[";
    private static final String RED = ESCAPE + "31m";
    private static final String YELLOW = ESCAPE + "33m";
    private static final String PLAIN = ESCAPE + "0m";
    // A name wider than it looks must not wrap, or the lines below would not be found again.
    private static final String NO_WRAP = ESCAPE + "?7l";
    private static final String WRAP = ESCAPE + "?7h";
    private static final int BUFFER = 64 * 1024;

    private final OutputStream out;
    private final OutputStream err;
    private final boolean outIsTerminal;
    private final boolean colours;
    private int liveLines;

    Output(Terminal terminal) {
        this.out = new BufferedOutputStream(terminal.out(), BUFFER);
        this.err = terminal.err();
        this.outIsTerminal = terminal.outIsTerminal();
        String noColour = terminal.environment().getOrDefault("NO_COLOR", "");
        this.colours = terminal.errIsTerminal() && terminal.isCapable() && noColour.isEmpty();
    }

    /**
     * Writes a line of result.
     *
     * @throws OutputClosed when nobody reads it
     */
    synchronized void result(String line) {
        toOut(RawText.visible(line));
    }

    /**
     * Writes a line of result that is JSON, which has escapes of its own for what a terminal would stumble over.
     *
     * @throws OutputClosed when nobody reads it
     */
    synchronized void jsonResult(String line) {
        toOut(line);
    }

    private void toOut(String line) {
        clearLive();
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            if (outIsTerminal) {
                out.flush();
            }
        } catch (IOException closed) {
            throw new OutputClosed(closed);
        }
    }

    /** Writes a line of JSON at once, for a reader that follows the work; nothing happens when nobody reads. */
    synchronized void jsonProgress(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException closed) {
            // The work itself goes on: its result matters even when nobody watches it.
            return;
        }
    }

    /** Returns standard output for raw bytes; a reader that has gone away shows as {@link OutputClosed}. */
    OutputStream raw() {
        return new RawOutput();
    }

    /** Writes a message. */
    synchronized void message(String line) {
        clearLive();
        toErr(visibleLines(line) + "\n");
    }

    /** Writes a message that is JSON. */
    synchronized void jsonMessage(String line) {
        clearLive();
        toErr(line + "\n");
    }

    /** Writes a message that something is wrong. */
    synchronized void error(String line) {
        clearLive();
        toErr(colour(RED, "error: ") + visibleLines(line) + "\n");
    }

    /** Writes a message that something may be wrong. */
    synchronized void warning(String line) {
        clearLive();
        toErr(colour(YELLOW, "warning: ") + visibleLines(line) + "\n");
    }

    /** Shows {@code lines} at the bottom of the terminal instead of the live lines there; none ends it. */
    synchronized void live(List<String> lines) {
        StringBuilder text = new StringBuilder(clearing());
        if (!lines.isEmpty()) {
            text.append(NO_WRAP);
            lines.forEach(line -> text.append(RawText.visible(line)).append('\n'));
            text.append(WRAP);
        }
        liveLines = lines.size();
        toErr(text.toString());
    }

    /**
     * Gives everything to the system.
     *
     * @throws OutputClosed when nobody reads it
     */
    synchronized void flush() {
        try {
            out.flush();
        } catch (IOException closed) {
            throw new OutputClosed(closed);
        }
    }

    private void clearLive() {
        if (liveLines > 0) {
            toErr(clearing());
            liveLines = 0;
        }
    }

    private String clearing() {
        return liveLines == 0 ? "" : ESCAPE + liveLines + "A" + ESCAPE + "0J";
    }

    private String colour(String colour, String text) {
        return colours ? colour + text + PLAIN : text;
    }

    private static String visibleLines(String text) {
        return text.lines().map(RawText::visible).reduce((a, b) -> a + "\n" + b).orElse("");
    }

    private void toErr(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException closed) {
            // Standard error is where it would be told; the exit code still says how it ended.
            return;
        }
    }

    private final class RawOutput extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (Output.this) {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException closed) {
                    throw new OutputClosed(closed);
                }
            }
        }

        @Override
        public void flush() {
            Output.this.flush();
        }
    }
}
