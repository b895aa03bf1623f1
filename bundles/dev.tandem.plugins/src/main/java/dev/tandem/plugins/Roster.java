package dev.tandem.plugins;

import dev.tandem.plugins.Known.Standing;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which jar of each plugin is to run. Pure.
 *
 * @param chosen by the names of the plugins
 */
record Roster(Map<String, Known> chosen) {
    /** The highest version; of several with the same the one that has run, and then the one that came first. */
    private static final Comparator<Known> BEST = Comparator.comparing(Known::order)
            .thenComparing(known -> known.standing() == Standing.GOOD)
            .thenComparing(Known::since, Comparator.reverseOrder())
            .thenComparing(known -> known.seen().file(), Comparator.reverseOrder());

    static Roster of(Collection<Known> jars, Set<String> disabled) {
        Map<String, Known> chosen = new TreeMap<>();
        for (Known jar : jars) {
            if (jar.mayRun() && !disabled.contains(jar.name())) {
                chosen.merge(jar.name(), jar, (one, other) -> BEST.compare(one, other) >= 0 ? one : other);
            }
        }
        return new Roster(chosen);
    }

    boolean wants(Known jar) {
        Known there = chosen.get(jar.name());
        return there != null && there.seen().file().equals(jar.seen().file()) && there.sha256().equals(jar.sha256());
    }

    /** Returns why a jar that may run does not. */
    String superseded(Known jar) {
        Known there = chosen.get(jar.name());
        if (there == null) {
            return "";
        }
        String instead = there.version() + " from " + there.seen().file() + " runs instead";
        if (!there.version().equals(jar.version())) {
            return instead;
        }
        return instead + ", which has the same name and version"
                + (there.sha256().equals(jar.sha256()) ? " and content" : " and other content; remove one of the two");
    }
}
