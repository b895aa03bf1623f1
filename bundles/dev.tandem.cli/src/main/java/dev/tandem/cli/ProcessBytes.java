package dev.tandem.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments and the environment of this process as the kernel has them. The virtual machine decodes both by the
 * locale, and in the locale of a cron job ({@code C}) every name beyond ASCII is lost on the way.
 */
final class ProcessBytes {
    private static final Path SELF = Path.of("/proc/self");

    private ProcessBytes() { }

    /** Returns {@code arguments}, the last ones of this process, as {@link RawText} where the system tells them. */
    static String[] arguments(String[] arguments) {
        return matching(arguments, strings(SELF.resolve("cmdline")));
    }

    /**
     * Returns the end of {@code process} where it is what {@code arguments} were decoded from; arguments may also be
     * made by a program that calls this one in the same process, and are then returned as they are.
     */
    static String[] matching(String[] arguments, List<String> process) {
        int first = process.size() - arguments.length;
        if (first < 1) {
            return arguments;
        }
        List<String> raw = process.subList(first, process.size());
        for (int i = 0; i < arguments.length; i++) {
            if (isAscii(raw.get(i)) && !arguments[i].equals(raw.get(i))) {
                return arguments;
            }
        }
        return raw.toArray(String[]::new);
    }

    /** Returns the environment as {@link RawText} where the system tells it. */
    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        for (String entry : strings(SELF.resolve("environ"))) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return Map.copyOf(environment);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static List<String> strings(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException noProc) {
            // Elsewhere than on Linux the machine's own decoding is all there is.
            return List.of();
        }
        List<String> strings = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                strings.add(RawText.decode(Arrays.copyOfRange(bytes, start, i)));
                start = i + 1;
            }
        }
        return strings;
    }
}
