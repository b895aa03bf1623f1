package dev.tandem.plugin;

import java.util.concurrent.CancellationException;

/**
 * Code of a bundle threw what its contract does not allow. Made at the border where that code was called, so that
 * whoever is told knows whose fault it is and what to do.
 */
public final class PluginFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A fault.
     *
     * @param bundle the symbolic name of the bundle to blame
     * @param doing  what it was asked to do: {@code "the command 'greet'"}
     */
    public PluginFault(String bundle, String doing, Throwable thrown) {
        super(bundle + " has a fault: " + doing + " failed with " + thrown + ". If that is a plugin, 'tandem plugin disable "
                + bundle + "' takes it out", thrown);
    }

    /** Tells whether something thrown is to be blamed on the code that was called: no cancellation, nothing of the machine. */
    public static boolean is(Throwable thrown) {
        return switch (thrown) {
            case CancellationException _, PluginFault _ -> false;
            case RuntimeException _, LinkageError _, StackOverflowError _, AssertionError _ -> true;
            default -> false;
        };
    }
}
