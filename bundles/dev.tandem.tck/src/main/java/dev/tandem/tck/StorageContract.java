package dev.tandem.tck;

import dev.tandem.storage.spi.StorageSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link StorageSession} must hold, as JUnit 5 tests. A destination's test extends this class and says how a
 * session is opened; rules about a capability the session does not promise are skipped with a message. The numbers in the
 * test names are the rules of {@code StorageSession}'s contract. Override a test to turn it off, and say why.
 */
public abstract class StorageContract
        implements ReadingRules, WritingRules, ListingRules, ChangingRules, NameRules, ConcurrencyRules {
    private StorageSession session;

    /** For subclasses. */
    protected StorageContract() { }

    /**
     * Opens a session on this test's location, which is empty when the test starts. Called several times within a test
     * where the rule is about several sessions; all of them are closed by the caller.
     *
     * @throws Exception when the storage cannot be opened: the test fails
     */
    protected abstract StorageSession open() throws Exception;

    @Override
    public final StorageSession session() {
        return session;
    }

    @Override
    public final StorageSession another() throws Exception {
        return open();
    }

    @BeforeEach
    final void openSession() throws Exception {
        session = open();
    }

    @AfterEach
    final void closeSession() {
        if (session != null) {
            session.close();
        }
    }
}
