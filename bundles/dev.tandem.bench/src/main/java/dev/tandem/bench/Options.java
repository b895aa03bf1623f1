package dev.tandem.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line. */
record Options(Path work, Path tandem, List<Path> restics, Sizes sizes, int rounds, Set<Scenario> scenarios, boolean json) {
    static final String USAGE = """
            usage: run [--work DIR] [--sizes small|full] [--rounds N]
                       [--only tree,small,big,memory,store,sftp,sftp-far,s3,s3-far,sync,sync-large]
                       [--tandem PATH] [--restic PATH…] [--json]""";

    /** How much there is of everything. */
    enum Sizes {
        SMALL(0.025), FULL(1);

        final double share;

        Sizes(double share) {
            this.share = share;
        }
    }

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it cannot be understood
     */
    static Options parse(List<String> arguments) {
        Path work = Path.of(System.getProperty("java.io.tmpdir"), "tandem-bench");
        Path tandem = Path.of("launcher/tandem").toAbsolutePath();
        List<Path> restics = new ArrayList<>();
        Sizes sizes = Sizes.FULL;
        int rounds = 3;
        Set<Scenario> scenarios = EnumSet.allOf(Scenario.class);
        boolean json = false;
        Deque<String> words = new ArrayDeque<>(arguments);
        while (!words.isEmpty()) {
            String option = words.pop();
            switch (option) {
                case "--json" -> json = true;
                case "--work" -> work = path(option, words).normalize();
                case "--tandem" -> tandem = path(option, words);
                case "--sizes" -> sizes = constant(Sizes.class, option, value(option, words));
                case "--rounds" -> rounds = number(option, value(option, words));
                case "--only" -> scenarios = Stream.of(value(option, words).split(","))
                        .map(name -> constant(Scenario.class, option, name))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scenario.class)));
                case "--restic" -> {
                    do {
                        restics.add(path(option, words));
                    } while (!words.isEmpty() && !words.peek().startsWith("--"));
                }
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        return new Options(work, tandem, restics, sizes, rounds, scenarios, json);
    }

    /** Tells whether anything is backed up. */
    boolean backsUp() {
        return !scenarios.stream().allMatch(Scenario::isSync);
    }

    /** Tells whether anything is kept in step. */
    boolean syncs() {
        return scenarios.stream().anyMatch(Scenario::isSync);
    }

    private static String value(String option, Deque<String> words) {
        if (words.isEmpty() || words.peek().startsWith("--")) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.pop();
    }

    private static Path path(String option, Deque<String> words) {
        return Path.of(value(option, words)).toAbsolutePath();
    }

    private static int number(String option, String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(option + " takes a number from 1 to 9999, not " + text);
        }
        return Integer.parseInt(text);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String option, String name) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(option + " does not know " + name));
    }
}
