package dev.tandem.backup.internal;

import dev.tandem.backup.CalendarSpan;
import dev.tandem.backup.Compression;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.PruneRequest.MaxUnused;
import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.RetentionPolicy.Period;
import dev.tandem.backup.TagChange;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

/** Random choices of the settings both programs know. */
record Choices(Random random) {
    Compression compression() {
        return List.of(Compression.AUTO, Compression.OFF, Compression.MAX).get(random.nextInt(3));
    }

    /** Returns none to three tags. */
    List<String> tags() {
        return Stream.of("a", "b", "c").filter(_ -> random.nextInt(3) == 0).toList();
    }

    TagChange tagChange() {
        List<String> tags = tags();
        List<String> some = tags.isEmpty() ? List.of("d") : tags;
        return switch (random.nextInt(3)) {
            case 0 -> new TagChange(Optional.of(some), List.of(), List.of());
            case 1 -> new TagChange(Optional.empty(), some, List.of());
            default -> new TagChange(Optional.empty(), List.of(), some);
        };
    }

    /**
     * Returns a policy that empties no group.
     *
     * @param modern whether all that will be asked know the rules of restic 0.17
     * @param simple without rules about tags
     */
    RetentionPolicy policy(boolean modern, boolean simple) {
        Map<Period, Integer> counts = new EnumMap<>(Period.class);
        Map<Period, CalendarSpan> within = new EnumMap<>(Period.class);
        counts.put(Period.LAST, 3 + random.nextInt(6));
        if (random.nextBoolean()) {
            within.put(Period.LAST, new CalendarSpan(0, random.nextInt(2), random.nextInt(20), random.nextInt(24)));
        }
        if (modern) {
            counts.put(Period.DAILY, random.nextInt(4));
            counts.put(Period.WEEKLY, random.nextInt(4));
            counts.put(Period.MONTHLY, random.nextInt(4));
            within.put(Period.WEEKLY, new CalendarSpan(0, random.nextInt(3), 0, 0));
        }
        return new RetentionPolicy(counts, within, simple || random.nextBoolean() ? List.of() : List.of(List.of("a")));
    }

    PruneRequest limits() {
        MaxUnused unused = switch (random.nextInt(5)) {
            case 0, 1 -> new MaxUnused.Bytes(0);
            case 2 -> new MaxUnused.Bytes(random.nextInt(2 << 20));
            case 3 -> new MaxUnused.Percent(random.nextInt(20));
            default -> new MaxUnused.Unlimited();
        };
        return new PruneRequest(unused,
                random.nextInt(3) == 0 ? OptionalLong.of(1 + random.nextInt(4 << 20)) : OptionalLong.empty(),
                random.nextInt(4) == 0 ? Optional.of(Duration.ofMillis(1 + random.nextInt(300))) : Optional.empty(),
                new PruneRequest.Repack(random.nextInt(8) == 0, random.nextInt(4) == 0, random.nextInt(8) == 0), false);
    }
}
