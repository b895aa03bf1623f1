package dev.tandem.sync;

import dev.tandem.scan.SelectionRule;
import java.util.List;

/**
 * How two folders are kept in step.
 *
 * @param matrix               what each kind of change leads to
 * @param conflicts            which policy decides where; the first that matches counts, {@code keep-both} where none does
 * @param loser                where the losing version of a decided conflict goes
 * @param conflictName         how a kept copy is named, with {@code {name} {ext} {origin} {host} {side} {date} {time}
 *                             {n}}
 * @param comparison           what makes files equal that were never seen equal
 * @param selection            which paths take part; the first rule that matches counts, what none matches does
 * @param attributes           which attributes do
 * @param links                what is done with symbolic links
 * @param names                when two names mean the same file
 * @param keepEmptyDirectories whether directories count by themselves; else those that hold nothing else are neither
 *                             made nor kept
 */
public record SyncRules(SyncMatrix matrix, List<ConflictRule> conflicts, Loser loser, String conflictName,
        Comparison comparison, List<SelectionRule> selection, AttributeRules attributes, LinkRule links,
        NameRules names, boolean keepEmptyDirectories) {
    /** Who made a kept copy, and when. */
    public static final String CONFLICT_NAME = "{name} (conflict {date} {time} {origin}){ext}";

    /** Two-way, keeping both where there is a conflict. */
    public static final SyncRules USUAL = new SyncRules(SyncMatrix.TWO_WAY, List.of(), Loser.VERSION, CONFLICT_NAME,
            Comparison.CONTENT, List.of(), AttributeRules.USUAL, LinkRule.KEEP, NameRules.USUAL, true);

    public SyncRules {
        conflicts = List.copyOf(conflicts);
        selection = List.copyOf(selection);
    }

    /** Returns these rules with another matrix. */
    public SyncRules with(SyncMatrix other) {
        return new SyncRules(other, conflicts, loser, conflictName, comparison, selection, attributes, links, names,
                keepEmptyDirectories);
    }

    /** Returns these rules with other policies for conflicts. */
    public SyncRules withConflicts(List<ConflictRule> others) {
        return new SyncRules(matrix, others, loser, conflictName, comparison, selection, attributes, links, names,
                keepEmptyDirectories);
    }

    /** Returns these rules for other paths. */
    public SyncRules withSelection(List<SelectionRule> other) {
        return new SyncRules(matrix, conflicts, loser, conflictName, comparison, other, attributes, links, names,
                keepEmptyDirectories);
    }
}
