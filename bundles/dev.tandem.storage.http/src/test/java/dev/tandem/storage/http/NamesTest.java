package dev.tandem.storage.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.storage.Address;
import dev.tandem.storage.Location;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.SessionContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final SessionContext CONTEXT = SessionContext.of(Storages.Mode.EXISTING, Path.of("state"));

    private static Endpoint endpoint(String location) throws StorageException {
        return Endpoint.of(Address.of(Location.parse(location)), false, CONTEXT);
    }

    @Test
    void everyNameComesBackFromItsAddress() {
        for (String name : new String[] {"plain-._~", "per%cent", "%2F", "a+b", "\u00fcml\u00e4ut", "\ud83d\ude00", "\u0001", "#?&;", ""}) {
            String encoded = Percent.encode(name);
            assertTrue(encoded.chars().allMatch(c -> c > ' ' && c < 127), encoded);
            assertEquals(Optional.of(name), Percent.decode(encoded));
        }
    }

    @Test
    void whatServersLeaveUnencodedIsReadAllTheSame() {
        assertEquals(Optional.of("a b+\u00fc\ud83d\ude00(c)"), Percent.decode("a b+\u00fc\ud83d\ude00%28c)"));
        for (String wrong : new String[] {"%", "%4", "%zz", "%-1", "%ff"}) {
            assertEquals(Optional.empty(), Percent.decode(wrong), wrong);
        }
    }

    @Test
    void anAddressNeedsNoMoreThanAHost() throws Exception {
        assertEquals("http://nas.local/", endpoint("webdav://nas.local").base().toString());
        assertEquals("http://nas:8080/a%20b/%25/", endpoint("webdav://nas:8080/a%20b/%25").base().toString());
        assertEquals("http://[::1]:81/a/", endpoint("webdav://[::1]:81//a/").base().toString());
        assertEquals("http://nas/a/x%23/y", endpoint("webdav://nas/a").uri(new RemotePath("x#/y")).toString());
        assertEquals("http://nas/a/x/", endpoint("webdav://nas/a").folder(new RemotePath("x")).toString());
        assertEquals("http://nas/a/", endpoint("webdav://nas/a").folder(RemotePath.ROOT).toString());
        assertThrows(StorageException.class, () -> endpoint("webdav://two words/"));
    }

    @Test
    void theUserAndThePasswordOfTheAddressAreTheLoginAndNoPartOfTheEndpoint() throws Exception {
        Endpoint endpoint = endpoint("webdav://ada:p%40ss@nas/");
        assertEquals(Optional.of("Basic YWRhOnBAc3M="), endpoint.login().header());
        assertFalse(endpoint.toString().contains("ada"));
        assertThrows(StorageException.class, () -> Login.basic("a:b", new char[0]));
    }

    @Test
    void aTimeToComeBackIsSecondsOrADate() {
        Instant now = Instant.parse("2026-11-23T12:00:00Z");
        assertEquals(Optional.of(Duration.ofSeconds(120)), RetryAfter.parse("120", now));
        assertEquals(Optional.of(Duration.ofSeconds(90)), RetryAfter.parse("Mon, 23 Nov 2026 12:01:30 GMT", now));
        assertEquals(Optional.of(Duration.ZERO), RetryAfter.parse("Mon, 23 Nov 2026 11:01:30 GMT", now));
        for (String nonsense : new String[] {"", "soon", "-5", "99999999999999999999"}) {
            assertEquals(Optional.empty(), RetryAfter.parse(nonsense, now), nonsense);
        }
    }
}
