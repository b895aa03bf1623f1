package dev.tandem.storage.internal;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.spi.StorageSession;
import java.time.Duration;

/** Makes all calls to an account pause once one of them was told to come back later. */
final class ThrottledSession extends DecoratedSession {
    /** For storages that do not say how long. */
    private static final Duration UNSAID = Duration.ofSeconds(1);

    private final Gate gate;
    private final Duration apart;

    /** @param apart how far calls are kept from one another at least */
    ThrottledSession(StorageSession storage, Gate gate, Duration apart) {
        super(storage);
        this.gate = gate;
        this.apart = apart;
    }

    @Override
    <T> T around(String verb, RemotePath path, Call<T> call) throws StorageException {
        gate.pass(apart);
        try {
            return call.run();
        } catch (StorageException e) {
            if (e.kind() == Kind.THROTTLED) {
                gate.close(e.retryAfter().orElse(UNSAID));
            }
            throw e;
        }
    }
}
