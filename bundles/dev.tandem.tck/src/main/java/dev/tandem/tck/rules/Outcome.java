package dev.tandem.tck.rules;

import java.util.List;

/** How the proof of a rule went. */
public sealed interface Outcome {
    /** The rule holds; the notes are worth knowing. */
    record Passed(List<String> notes) implements Outcome { }

    /** The rule is broken, or could not be tried. */
    record Failed(String reason, Throwable cause) implements Outcome { }

    /** There is nothing to prove, for this reason. */
    record NotTried(String reason) implements Outcome { }
}
