package dev.tandem.cli;

import dev.tandem.command.Command;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The commands there are, known by their descriptions; a command's class is loaded only when it is called. */
record CommandCatalog(List<Entry> entries) {
    /**
     * A command.
     *
     * @param name    the word that calls it; two where several commands share the first, as {@code repair index}
     * @param summary one line on what it does
     * @param order   its place in the list
     * @param plugin  the plugin it comes from; empty for one of ours
     * @param command makes one for a single call
     */
    record Entry(String name, String summary, int order, Optional<String> plugin, Supplier<Command> command) {
        /** Returns the words of the name. */
        List<String> words() {
            return List.of(name.split(" "));
        }

        private boolean isCalledBy(List<String> call) {
            List<String> words = words();
            return words.size() <= call.size() && words.equals(call.subList(0, words.size()));
        }
    }

    CommandCatalog {
        Set<String> ours = entries.stream().filter(entry -> entry.plugin().isEmpty()).map(Entry::name)
                .collect(Collectors.toSet());
        // Nobody may call a stranger's command by a name he knows.
        entries = entries.stream().filter(entry -> entry.plugin().isEmpty() || !ours.contains(entry.name()))
                .sorted(Comparator.comparingInt(Entry::order).thenComparing(Entry::name)).toList();
    }

    /** Returns the command whose name {@code call} begins with, the longest one. */
    Optional<Entry> find(List<String> call) {
        return entries.stream().filter(entry -> entry.isCalledBy(call))
                .max(Comparator.comparingInt(entry -> entry.words().size()));
    }

    /** Returns the commands of two words that share this first one. */
    List<Entry> group(String word) {
        return entries.stream().filter(entry -> entry.name().startsWith(word + " ")).toList();
    }

    /** Returns the name somebody who typed {@code name} may have meant. */
    Optional<String> suggestion(String name) {
        return entries.stream().map(Entry::name)
                .filter(candidate -> candidate.startsWith(name) || distance(candidate, name) <= 2)
                .min(Comparator.comparingInt(candidate -> distance(candidate, name)));
    }

    /** The number of characters to insert, delete or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
