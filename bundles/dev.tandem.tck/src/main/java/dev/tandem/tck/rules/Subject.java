package dev.tandem.tck.rules;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** What rules are about, in the order in which they are best read. */
public enum Subject {
    /** {@code read} and {@code stat}. */
    READING(ReadingRules::all),
    /** {@code write} without a condition. */
    WRITING(WritingRules::all),
    /** {@code list}. */
    LISTING(ListingRules::all),
    /** {@code delete}, {@code rename} and copies by the storage. */
    CHANGING(ChangingRules::all),
    /** What may be a name, and that it stays what it is. */
    NAMES(NameRules::all),
    /** Writes that may only happen to what the caller knows, and tags. */
    CONDITIONS(ConditionRules::all),
    /** Times of modification. */
    TIMES(TimeRules::all),
    /** Directories that exist by themselves. */
    DIRECTORIES(DirectoryRules::all),
    /** Several threads and sessions at once. */
    CONCURRENCY(ConcurrencyRules::all),
    /** Threads that are interrupted in a call. */
    CANCELLATION(CancellationRules::all),
    /** What is left of sessions and streams that were closed. */
    LEAKS(LeakRules::all),
    /** What the session says of itself. */
    PROMISES(PromiseRules::all);

    private final Supplier<List<Rule>> rules;

    Subject(Supplier<List<Rule>> rules) {
        this.rules = rules;
    }

    /** Returns the rules about this. */
    public List<Rule> rules() {
        return rules.get();
    }

    /** Returns the word for people, and the first part of the rules' ids: {@code reading}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Rule rule(String name, int number, String sentence, Proof proof) {
        return new Rule(word() + "." + name, this, number, sentence, Set.of(), proof);
    }
}
