package dev.tandem.backup.internal.engine.retention;

import dev.tandem.backup.ForgetReport;
import dev.tandem.backup.ForgetReport.Group;
import dev.tandem.backup.ForgetReport.Kept;
import dev.tandem.backup.Id;
import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.RetentionPolicy.Period;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.SnapshotGroup;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which snapshots of a group stay, exactly as restic from 0.17 on does (restic repository format, forget
 * policy), and that pinned ones do too.
 *
 * @param policy what is kept
 * @param pinned what is kept in any case
 * @param now    snapshots of the future do not count as the newest
 * @param here   the zone of this machine
 */
public record Keeping(RetentionPolicy policy, Set<Id> pinned, Instant now, ZoneId here) {
    private static final OffsetDateTime BEGINNING = OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    /** Decides about the snapshots of one group; of those of the same time the first counts as the newest. */
    public Group decide(SnapshotGroup key, List<Snapshot> snapshots) {
        List<Snapshot> newestFirst = snapshots.stream()
                .sorted(Comparator.comparing((Snapshot s) -> s.time().toInstant()).reversed()).toList();
        List<Bucket> buckets = buckets(latest(newestFirst));
        List<Kept> kept = new ArrayList<>();
        List<Snapshot> removed = new ArrayList<>();
        for (int number = 0; number < newestFirst.size(); number++) {
            Snapshot snapshot = newestFirst.get(number);
            List<String> matches = tagMatches(snapshot);
            for (Bucket bucket : buckets) {
                bucket.wants(snapshot.time(), number, number == newestFirst.size() - 1).ifPresent(matches::add);
            }
            if (pinned.contains(snapshot.id())) {
                matches.add(ForgetReport.PINNED);
            }
            if (matches.isEmpty()) {
                removed.add(snapshot);
            } else {
                kept.add(new Kept(snapshot, List.copyOf(matches), counters(buckets)));
            }
        }
        return new Group(key, List.copyOf(kept), List.copyOf(removed));
    }

    private OffsetDateTime latest(List<Snapshot> newestFirst) {
        return newestFirst.stream().map(Snapshot::time).filter(time -> time.toInstant().isBefore(now)).findFirst()
                .filter(time -> time.isAfter(BEGINNING)).orElse(BEGINNING);
    }

    /** Returns the rules in the order restic names them. */
    private List<Bucket> buckets(OffsetDateTime latest) {
        List<Bucket> within = new ArrayList<>();
        policy.within().forEach((period, span) ->
                within.add(Bucket.within(period, CutOff.before(latest, span, here), span)));
        List<Bucket> buckets = new ArrayList<>();
        policy.counts().forEach((period, count) -> buckets.add(Bucket.counting(period, count)));
        for (Bucket bucket : within) {
            buckets.add(bucket.period() == Period.LAST ? 0 : buckets.size(), bucket);
        }
        return buckets;
    }

    private List<String> tagMatches(Snapshot snapshot) {
        List<String> matches = new ArrayList<>();
        for (List<String> tags : policy.tags()) {
            if (tagged(snapshot, tags)) {
                matches.add("has tags " + tags);
            }
        }
        return matches;
    }

    /** Tells whether a snapshot has all these tags. */
    static boolean tagged(Snapshot snapshot, List<String> tags) {
        return new SnapshotFilter(List.of(), List.of(tags), List.of()).accepts(snapshot);
    }

    private Map<Period, Integer> counters(List<Bucket> buckets) {
        Map<Period, Integer> counters = new EnumMap<>(Period.class);
        for (Bucket bucket : buckets) {
            if (bucket.counting() && bucket.left() != 0) {
                counters.put(bucket.period(), bucket.left());
            }
        }
        return counters;
    }
}
