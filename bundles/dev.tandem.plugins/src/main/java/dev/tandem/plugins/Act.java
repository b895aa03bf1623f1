package dev.tandem.plugins;

import dev.tandem.plugin.Plugins;
import org.osgi.framework.Bundle;

/**
 * A plugin on the stage.
 *
 * @param start its start, which may be pending
 */
record Act(Known jar, Bundle bundle, Bounded start) {
    private static final int DIGITS = 12;

    /** Returns where such a bundle is installed: a name and no address, for the file may go while it runs. */
    static String location(Known jar) {
        return Plugins.LOCATION + jar.name() + ":" + jar.version() + ":" + jar.sha256().substring(0, DIGITS);
    }

    boolean isPending() {
        return start.isPending();
    }

    boolean isActive() {
        return !isPending() && bundle.getState() == Bundle.ACTIVE;
    }
}
