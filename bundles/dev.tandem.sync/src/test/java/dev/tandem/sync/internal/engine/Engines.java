package dev.tandem.sync.internal.engine;

import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWriter;
import dev.tandem.sync.Synchronizer;
import java.nio.file.Path;

/** Engines of real parts. */
final class Engines {
    private Engines() { }

    static Synchronizer real(Path data) {
        return null;
    }
}
