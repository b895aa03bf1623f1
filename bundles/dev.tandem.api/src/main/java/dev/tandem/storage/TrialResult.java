package dev.tandem.storage;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How the trial of one rule went.
 *
 * @param rule     an id that stays the same between versions, {@code reading.range}
 * @param subject  what the rule is about, {@code reading}: rules of one subject follow each other
 * @param number   the numbered rule of {@link dev.tandem.storage.spi.StorageSession} it is part of; 0 where it is of none
 * @param sentence what should hold, for people
 * @param verdict  whether it does
 * @param reason   what is broken, or why it was not tried; empty where it holds
 * @param notes    what is worth knowing although nothing is broken
 * @param took     how long the trial took
 */
public record TrialResult(String rule, String subject, int number, String sentence, Verdict verdict, String reason,
        List<String> notes, Duration took) {
    /** What a trial can show. */
    public enum Verdict {
        /** The storage holds the rule. */
        HOLDS,
        /** The storage breaks the rule, or failed where it should not. */
        BROKEN,
        /** The storage does not promise what the rule is about. */
        NOT_TRIED
    }

    /** Copies the notes. */
    public TrialResult {
        Objects.requireNonNull(verdict);
        Objects.requireNonNull(reason);
        notes = List.copyOf(notes);
    }
}
