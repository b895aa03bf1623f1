package dev.tandem.sync.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Knows every content that was ever written and what must not be lost. A run may not lose any content there is anywhere;
 * only who overwrites or deletes something by hand gives it up, where nobody else has it.
 */
final class Ledger {
    private final List<Site> sites;
    private final Set<String> written = new HashSet<>();
    private final Set<String> due = new TreeSet<>();
    private final Set<String> fresh = new TreeSet<>();

    Ledger(List<Site> sites) {
        this.sites = sites;
    }

    /** What somebody does by hand. */
    interface Work {
        String run() throws IOException;
    }

    /** Takes in what somebody does in one folder. */
    String during(Site site, Work work) throws IOException {
        Map<String, Integer> before = counts(site);
        String done = work.run();
        Map<String, Integer> after = counts(site);
        for (String content : after.keySet()) {
            if (written.add(content)) {
                fresh.add(content);
            }
            due.add(content);
        }
        Set<String> there = findable();
        before.forEach((content, count) -> {
            if (after.getOrDefault(content, 0) < count) {
                fresh.remove(content);
                if (!there.contains(content)) {
                    due.remove(content);
                }
            }
        });
        return done;
    }

    private static Map<String, Integer> counts(Site site) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        for (String content : site.tree().values()) {
            if (!content.equals(Site.DIRECTORY)) {
                counts.merge(content, 1, Integer::sum);
            }
        }
        return counts;
    }

    private Set<String> findable() throws IOException {
        Set<String> all = new HashSet<>();
        for (Site site : sites) {
            all.addAll(site.tree().values());
            all.addAll(site.kept());
        }
        return all;
    }

    /** What there is by now must be there from now on. */
    void close() throws IOException {
        due.clear();
        due.addAll(findable());
        due.remove(Site.DIRECTORY);
    }

    /** Asserts that all that was there still is, and that no file is a part or a mixture of others. */
    void assertNothingLost() throws IOException {
        Set<String> there = findable();
        Set<String> lost = new TreeSet<>(due);
        lost.removeAll(there);
        assertEquals(Set.of(), lost, "lost");
        for (Site site : sites) {
            Set<String> strange = new TreeSet<>(counts(site).keySet());
            strange.removeAll(written);
            assertEquals(Set.of(), strange, "nobody ever wrote this at " + site.name());
        }
    }

    /** What was written since the last time and nobody overwrote or deleted by hand must be in every tree. */
    void assertAllFreshEverywhere() throws IOException {
        for (Site site : sites) {
            Set<String> missing = new TreeSet<>(fresh);
            missing.removeAll(counts(site).keySet());
            assertEquals(Set.of(), missing, "not in the folder " + site.name());
        }
    }

    /** All folders are in step: what is written from now on is new. */
    void inStep() {
        fresh.clear();
    }
}
