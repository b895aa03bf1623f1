package dev.tandem.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.Quota;
import dev.tandem.storage.spi.StorageSession;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GuardedSessionTest {
    private static final RemotePath PATH = RemotePath.of("a", "b");

    /** It would tell at length of what is thrown here. Held, or its level is forgotten with it. */
    private static final Logger LOG = Logger.getLogger(Guard.class.getName());

    @BeforeAll
    static void silence() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        LOG.setLevel(null);
    }

    static List<Throwable> faults() {
        return List.of(new IllegalStateException("boom"), new NoClassDefFoundError("gone"), new StackOverflowError());
    }

    /** A session that throws from every call. */
    private static StorageSession throwing(Throwable thrown) {
        return new GuardedSession((StorageSession) Proxy.newProxyInstance(GuardedSessionTest.class.getClassLoader(),
                new Class<?>[] {StorageSession.class}, (proxy, method, arguments) -> {
                    throw thrown;
                }), new Guard(() -> "their.plugin"));
    }

    private static void isTheirFault(Executable call) {
        StorageException failure = assertThrows(StorageException.class, call);
        assertEquals(Kind.FAILED, failure.kind());
        assertFalse(failure.retryable());
        assertTrue(failure.getMessage().startsWith("their.plugin has a fault: "), failure.getMessage());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatEveryCallThrowsIsToldAsTheFaultOfThePlugin(Throwable thrown) {
        StorageSession session = throwing(thrown);
        isTheirFault(() -> session.list(RemotePath.ROOT, _ -> { }));
        isTheirFault(() -> session.stat(PATH));
        isTheirFault(() -> session.read(PATH, 0, -1));
        isTheirFault(() -> session.write(PATH, Content.of(new byte[1]), WriteOptions.OVERWRITE));
        isTheirFault(() -> session.makeDirectory(PATH));
        isTheirFault(() -> session.delete(PATH));
        isTheirFault(() -> session.rename(PATH, RemotePath.of("c"), true));
        assertEquals(Set.of(), session.capabilities());
        assertTrue(session.facet(Quota.class).isEmpty());
        session.close();
    }

    @Test
    void aStreamThatThrowsIsTheirFaultToo() throws Exception {
        InputStream broken = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("boom");
            }
        };
        StorageSession inside = (StorageSession) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {StorageSession.class}, (proxy, method, arguments) -> broken);
        InputStream read = new GuardedSession(inside, new Guard(() -> "their.plugin")).read(PATH, 0, -1);
        isTheirFault(read::read);
        isTheirFault(() -> read.read(new byte[10]));
    }

    @Test
    void whoCancelsIsNotBlamed() {
        assertThrows(CancellationException.class, () -> throwing(new CancellationException()).stat(PATH));
    }
}
