package dev.tandem.scanner;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.function.Supplier;

/** Chooses between the calls of the system and what Java offers everywhere. */
final class SystemVariant {
    private static final Logger LOG = System.getLogger(SystemVariant.class.getName());
    private static final Set<String> KNOWN_PROCESSORS = Set.of("amd64", "x86_64", "aarch64");

    private SystemVariant() {
    }

    /** Returns what {@code linux} makes where this is a Linux it works on, else what {@code portable} makes. */
    static <T> T choose(Supplier<? extends T> linux, Supplier<? extends T> portable) {
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
