package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.backup.Ledger;
import dev.tandem.backup.Ledger.Omission;
import dev.tandem.backup.Snapshot;
import dev.tandem.model.RawPath;
import dev.tandem.scan.SourceRule;
import dev.tandem.scan.Verdict;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a path is or is not in backups.
 *
 * @param path     the path asked for
 * @param verdict  what the rules say of it; empty where no backup covers it
 * @param snapshot the snapshot whose rules they are
 * @param ledger   what that snapshot's backup left out
 * @param omission the entry of it that is about the path
 * @param since    the first of the snapshots up to that one that all have the path; empty where that one has not
 */
record WhyAnswer(RawPath path, Optional<Verdict> verdict, Optional<Snapshot> snapshot, Optional<Ledger> ledger,
        Optional<Omission> omission, Optional<Snapshot> since) {

    /** The answer, as programs read it. */
    record Message(String path, boolean included, String verdict, Optional<String> decidedAt, Optional<String> rule,
            Optional<String> ruleKind, Optional<String> origin, Optional<Id> snapshotId, boolean inSnapshot,
            Optional<OffsetDateTime> since, Optional<String> leftOutBecause) { }

    static WhyAnswer of(RawPath path, Verdict verdict) {
        return new WhyAnswer(path, Optional.of(verdict), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    static WhyAnswer notCovered(RawPath path, Optional<Snapshot> snapshot) {
        return new WhyAnswer(path, Optional.empty(), snapshot, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns this with the backup whose rules these are. */
    WhyAnswer by(Snapshot value, Optional<Ledger> itsLedger, Optional<Omission> itsOmission) {
        return new WhyAnswer(path, verdict, Optional.of(value), itsLedger, itsOmission, since);
    }

    /** Returns this with the path in the snapshot, and in each before it from {@code first} on. */
    WhyAnswer inSnapshot(Snapshot first) {
        return new WhyAnswer(path, verdict, snapshot, ledger, omission, Optional.of(first));
    }

    Message message() {
        Optional<SourceRule> rule = verdict.flatMap(WhyAnswer::rule);
        String kind = verdict.map(v -> v.getClass().getSimpleName().toLowerCase(Locale.ROOT)).orElse("not_covered");
        return new Message(path.toString(), verdict.isPresent() && verdict.get() instanceof Verdict.Included, kind,
                verdict.map(v -> v.at().toString()), rule.map(SourceRule::text),
                rule.map(r -> r.kind().name().toLowerCase(Locale.ROOT)),
                rule.map(SourceRule::origin).filter(origin -> !origin.isEmpty()), snapshot.map(Snapshot::id),
                since.isPresent(), since.map(Snapshot::time), omission.map(o -> LeftOut.because(o.cause())));
    }

    private static Optional<SourceRule> rule(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Included included -> included.takenBack();
            case Verdict.Excluded excluded -> Optional.of(excluded.rule());
            case Verdict.Socket _, Verdict.Absent _, Verdict.Unreadable _ -> Optional.empty();
        };
    }

    /** Returns the answer as people read it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(path + ": " + verdict.map(this::sentence).orElse("no backup covers it"));
        if (verdict.isPresent() && snapshot.isPresent()) {
            lines.add("  these are the rules of " + SnapshotMessage.title(snapshot.get()));
            if (ledger.isEmpty()) {
                lines.add("  it has no ledger, so of its rules only the patterns are known");
            }
            lines.add("  " + inSnapshots(snapshot.get()));
        }
        return lines;
    }

    private String sentence(Verdict decided) {
        return switch (decided) {
            case Verdict.Included(RawPath _, Optional<SourceRule> takenBack) -> takenBack
                    .map(rule -> "included: " + LeftOut.because(rule) + " takes it back")
                    .orElse("included: no rule leaves it out");
            case Verdict.Excluded(RawPath at, SourceRule rule) -> "left out" + above(at) + ": "
                    + LeftOut.because(rule);
            case Verdict.Socket(RawPath at) -> "left out" + above(at) + ": a socket means nothing without its process";
            case Verdict.Absent(RawPath at) -> (at.equals(path) ? "it" : at.toString())
                    + " is not there; no rule would leave it out";
            case Verdict.Unreadable(RawPath at, String reason) -> "no rule leaves it out, but "
                    + (at.equals(path) ? "it" : at.toString()) + " cannot be read: " + reason;
        };
    }

    private String above(RawPath at) {
        return at.equals(path) ? "" : " with " + at + " above it";
    }

    private String inSnapshots(Snapshot last) {
        if (since.isPresent()) {
            return "it is in that snapshot" + (since.get().equals(last) ? ""
                    : ", and in each since " + since.get().id().brief() + " of "
                    + SnapshotMessage.localTime(since.get().time()));
        }
        boolean cut = ledger.isPresent() && ledger.get().cut();
        return "it is not in that snapshot" + omission.map(left -> ": "
                + (left.path().equals(path) ? "" : left.path() + ": ") + LeftOut.because(left.cause()))
                .orElse(cut ? ", whose ledger is too long to list everything"
                        : verdict.orElseThrow() instanceof Verdict.Included
                        ? "; it was not there then, and the next backup takes it" : "");
    }
}
