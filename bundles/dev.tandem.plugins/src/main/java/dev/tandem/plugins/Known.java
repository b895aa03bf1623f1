package dev.tandem.plugins;

import java.time.Instant;
import java.util.Optional;
import org.osgi.framework.Version;

/**
 * What is remembered of a jar.
 *
 * @param seen    how it looked; one that looks otherwise is read anew
 * @param sha256  of its bytes; empty where they were not read
 * @param name    the symbolic name, or that of the file where the jar tells none
 * @param version empty where the jar tells none
 * @param reason  why it is not started
 * @param trial   the process that is starting it for the first time; 0 for none
 */
record Known(Sighting seen, String sha256, String name, String version, Standing standing, String reason, Instant since,
        long trial) {
    /** What experience there is with a jar. */
    enum Standing {
        /** Its end is missing. */
        UNFINISHED,
        /** It was let in, and has not run yet. */
        NEW,
        /** It has run. */
        GOOD,
        /** It was refused or has failed. */
        BAD
    }

    static Known unread(Sighting seen, Standing standing, String reason, Instant now) {
        return new Known(seen, "", seen.file(), "", standing, reason, now, 0);
    }

    static Known admitted(Sighting seen, PluginJar jar, Optional<String> objection, Instant now) {
        return new Known(seen, jar.sha256(), jar.manifest().name(), jar.manifest().version().toString(),
                objection.isPresent() ? Standing.BAD : Standing.NEW, objection.orElse(""), now, 0);
    }

    Known now(Standing other, String why, Instant when) {
        return new Known(seen, sha256, name, version, other, why, when, 0);
    }

    Known triedBy(long process) {
        return new Known(seen, sha256, name, version, standing, reason, since, process);
    }

    boolean mayRun() {
        return standing == Standing.NEW || standing == Standing.GOOD;
    }

    Version order() {
        return version.isEmpty() ? Version.emptyVersion : Version.parseVersion(version);
    }

    /** A process that died while it started a plugin for the first time most likely died of it. */
    boolean killedItsProcess() {
        return standing == Standing.NEW && trial != 0 && trial != ProcessHandle.current().pid()
                && ProcessHandle.of(trial).isEmpty();
    }

    boolean isCalled(String word) {
        return name.equals(word) || seen.file().equals(word);
    }
}
