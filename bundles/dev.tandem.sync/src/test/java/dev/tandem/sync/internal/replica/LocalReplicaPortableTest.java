package dev.tandem.sync.internal.replica;

import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scanner.nio.NioReader;
import dev.tandem.scanner.nio.NioWriter;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract on a real folder by what Java offers everywhere: without exchanging, and without times of change. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the contract is about POSIX metadata")
class LocalReplicaPortableTest extends LocalReplicaTest {
    @Override
    LocalReader reader() {
        return new NioReader();
    }

    @Override
    LocalWriter writer() {
        return new NioWriter(new NioReader());
    }
}
