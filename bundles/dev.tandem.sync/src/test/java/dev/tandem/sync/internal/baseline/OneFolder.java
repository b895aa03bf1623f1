package dev.tandem.sync.internal.baseline;

import dev.tandem.environment.Places;
import java.nio.file.Path;

/** All places in one folder, for tests. */
public record OneFolder(Path folder) implements Places {
    @Override
    public Path data() {
        return folder;
    }

    @Override
    public Path config() {
        return folder;
    }

    @Override
    public Path catalog() {
        return folder;
    }

    @Override
    public Path secrets() {
        return folder;
    }

    @Override
    public Path logs() {
        return folder;
    }

    @Override
    public Path cache() {
        return folder;
    }

    @Override
    public Path defaultRepository() {
        return folder;
    }

    @Override
    public String productVersion() {
        return "1";
    }
}
