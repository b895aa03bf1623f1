package dev.tandem.scanner;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The calls of the system, or what Java offers everywhere. Chosen at the first use: to link the system's functions takes
 * longer than a command that needs no files takes in all. Thread-safe.
 */
final class SystemVariant<T> {
    private static final Logger LOG = System.getLogger(SystemVariant.class.getName());
    private static final Set<String> KNOWN_PROCESSORS = Set.of("amd64", "x86_64", "aarch64");

    private final Supplier<? extends T> linux;
    private final Supplier<? extends T> portable;
    private volatile T chosen;

    /**
     * @param linux    makes the one for Linux
     * @param portable makes the one for where that is not, or does not work
     */
    SystemVariant(Supplier<? extends T> linux, Supplier<? extends T> portable) {
        this.linux = linux;
        this.portable = portable;
    }

    /** Returns what is right for this system. */
    T get() {
        T known = chosen;
        return known != null ? known : choose();
    }

    private synchronized T choose() {
        if (chosen == null) {
            chosen = make();
        }
        return chosen;
    }

    private T make() {
        boolean known = System.getProperty("os.name").equals("Linux")
                && KNOWN_PROCESSORS.contains(System.getProperty("os.arch"));
        if (!known) {
            return portable.get();
        }
        try {
            return linux.get();
        } catch (LinkageError lacking) {
            LOG.log(Level.WARNING, "the system's own file calls cannot be used, so ACLs, special files and attributes"
                    + " other than user.* are left out, and reading is slower. Start Java with"
                    + " --enable-native-access=ALL-UNNAMED, on Linux 4.11 or newer", lacking);
            return portable.get();
        }
    }
}
