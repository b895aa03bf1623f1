package dev.tandem.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.tck.MemoryStorage;
import dev.tandem.tck.StorageContract;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The storage contract on a storage that is traced, and what is said of it. */
class TracedSessionTest extends StorageContract {
    private final Map<String, MemoryStorage> places = new ConcurrentHashMap<>();
    private final List<String> lines = new ArrayList<>();

    private final System.Logger log = new System.Logger() {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... params) {
            synchronized (lines) {
                lines.add(level + " " + MessageFormat.format(format, params).replaceAll("[0-9]+ ms", "N ms"));
            }
        }
    };

    @Override
    protected StorageSession open(String place) {
        return new TracedSession(places.computeIfAbsent(place, name -> new MemoryStorage()), "@mem", log);
    }

    @Test
    void everyCallIsToldWithItsOutcome() throws Exception {
        var path = new RemotePath("a/b");
        try (var session = open("calls")) {
            session.write(path, Content.of(new byte[7]), WriteOptions.OVERWRITE);
            try (var in = session.read(path, 2, 3)) {
                assertEquals(3, in.readAllBytes().length);
            }
            assertThrows(StorageException.class, () -> session.read(new RemotePath("gone"), 0, -1));
        }
        assertEquals(List.of("DEBUG @mem: write a/b of 7 bytes begins", "DEBUG @mem: write a/b N ms done",
                "DEBUG @mem: read a/b N ms done", "DEBUG @mem: read a/b N ms closed after 3 bytes"), lines.subList(0, 4));
        assertTrue(lines.get(4).startsWith("DEBUG @mem: read gone N ms NOT_FOUND: "), lines.get(4));
    }

    @Test
    void nobodyListensSoNothingIsAround() {
        var memory = new MemoryStorage();
        assertSame(memory, TracedSession.of(memory, "@mem"));
    }
}
