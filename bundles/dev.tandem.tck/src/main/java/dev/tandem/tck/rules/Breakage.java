package dev.tandem.tck.rules;

import java.io.IOException;

/** What happens in the middle of a {@link BreakingStream}. */
interface Breakage {
    void happen() throws IOException;
}
