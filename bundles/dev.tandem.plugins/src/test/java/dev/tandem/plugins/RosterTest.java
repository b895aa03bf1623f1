package dev.tandem.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.plugins.Known.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RosterTest {
    private static Known jar(String file, String name, String version, Standing standing) {
        return new Known(new Sighting(file, 1, 1), "hash of " + file, name, version, standing, "", Instant.EPOCH, 0);
    }

    private static String chosen(Known... jars) {
        Known chosen = Roster.of(List.of(jars), Set.of("off")).chosen().get(jars[0].name());
        return chosen == null ? "none" : chosen.seen().file();
    }

    @Test
    void theHighestVersionRuns() {
        assertEquals("b", chosen(jar("a", "x", "1.9.0", Standing.GOOD), jar("b", "x", "1.10.0", Standing.NEW),
                jar("c", "x", "1.2.0", Standing.GOOD)));
    }

    @Test
    void oneThatFailedOrHasNoEndIsNotChosen() {
        assertEquals("a", chosen(jar("a", "x", "1.0.0", Standing.GOOD), jar("b", "x", "2.0.0", Standing.BAD)));
        assertEquals("none", chosen(jar("a", "x", "1.0.0", Standing.UNFINISHED)));
    }

    @Test
    void oneThatIsSwitchedOffIsNotChosen() {
        assertEquals("none", chosen(jar("a", "off", "1.0.0", Standing.GOOD)));
    }

    @Test
    void ofTwoWithOneNameAndVersionTheOneThatHasRunStays() {
        Known good = jar("z", "x", "1.0.0", Standing.GOOD);
        Known other = jar("a", "x", "1.0.0", Standing.NEW);
        Roster roster = Roster.of(List.of(other, good), Set.of());
        assertTrue(roster.wants(good));
        assertFalse(roster.wants(other));
        assertEquals("1.0.0 from z runs instead, which has the same name and version and other content; remove one of the "
                + "two", roster.superseded(other));
    }
}
