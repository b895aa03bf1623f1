package dev.tandem.sync.internal.replica;

import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWriter;
import dev.tandem.sync.AttributeRules;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real folder, by the calls of this system. */
class LocalReplicaTest extends ReplicaContract {
    @TempDir
    Path folder;

    @Override
    Replica open(AttributeRules rules) throws IOException {
        return LocalReplica.open(RawPath.of(folder), reader(), writer(), rules);
    }

    LocalReader reader() {
        return new SystemReader();
    }

    LocalWriter writer() {
        return new SystemWriter();
    }

    @Override
    TreeEditor editor() {
        return new LocalEditor(folder);
    }
}
