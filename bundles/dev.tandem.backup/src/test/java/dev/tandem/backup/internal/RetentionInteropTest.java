package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.CalendarSpan;
import dev.tandem.backup.FileKind;
import dev.tandem.backup.ForgetReport;
import dev.tandem.backup.ForgetReport.Group;
import dev.tandem.backup.ForgetRequest;
import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.RetentionPolicy.Period;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.backup.SnapshotGroup;
import dev.tandem.backup.SnapshotGrouping;
import dev.tandem.backup.internal.engine.retention.Keeping;
import dev.tandem.backup.internal.format.GoTime;
import dev.tandem.backup.internal.store.SnapshotJson;
import dev.tandem.job.JobMonitor;
import dev.tandem.storage.Storages;
import dev.tandem.storage.local.LocalProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tandem and restic forget the same snapshots, for the same reasons. */
class RetentionInteropTest {
    private static final String RESTIC = "restic-0.18";
    private static final int POLICIES = 12;
    private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata",
            "Australia/Lord_Howe", "Pacific/Kiritimati", "Europe/London");

    @TempDir
    Path folder;

    private TestStore store;
    private Random random;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void bothKeepTheSameSnapshotsForTheSameReasons(long seed) throws IOException {
        assumeTrue(Programs.restics().contains(RESTIC), RESTIC + " is not installed");
        random = new Random(seed);
        store = TestStore.create(folder.resolve("repository"));
        writeSnapshots(30 + random.nextInt(60));
        for (int i = 0; i < POLICIES; i++) {
            compare(policy(), new SnapshotGrouping(random.nextBoolean(), random.nextBoolean(), random.nextInt(4) == 0),
                    pick(ZONES), "seed " + seed + " policy " + i);
        }
        forgetForGood();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void writeSnapshots(int count) throws IOException {
        try (Forgery forgery = new Forgery(new LocalProvider().open(store.location(), Storages.Mode.EXISTING))) {
            Id tree = forgery.tree(Forgery.file("file"));
            for (int i = 0; i < count; i++) {
                Snapshot snapshot = snapshot(tree);
                // Those of the same time are alike: restic has no order for them.
                for (int same = random.nextInt(8) == 0 ? 3 : 1; same > 0; same--) {
                    forgery.store().sealedFiles().save(FileKind.SNAPSHOT, SnapshotJson.encode(snapshot));
                }
            }
        }
    }

    private Snapshot snapshot(Id tree) {
        List<String> tags = Stream.of("x", "y", "z").filter(tag -> random.nextInt(3) == 0).toList();
        List<String> paths = pick(List.of(List.of("/x"), List.of("/x", "/y"), List.of("/y", "/x")));
        return new Snapshot(tree, time(), Optional.empty(), tree, paths, pick(List.of("one", "two")), "user", 0, 0,
                List.of(), tags, Optional.empty(), "made up", Optional.empty());
    }

    /** A time at which calendars are odd, mostly. */
    private OffsetDateTime time() {
        ZoneId zone = ZoneId.of(pick(ZONES));
        LocalDateTime odd = switch (random.nextInt(8)) {
            case 0 -> LocalDateTime.of(2024, 2, 29, 12, 0);
            case 1 -> LocalDateTime.of(pick(List.of(2020, 2021, 2024)), 12, 31, 23, 30);
            case 2 -> LocalDateTime.of(2024, pick(List.of(3, 5, 7, 10)), 31, 2, 30);
            case 3 -> LocalDateTime.of(2024, 10, 27, 2, 30);
            case 4 -> LocalDateTime.of(2024, 3, 31, 2, 30).with(DayOfWeek.MONDAY);
            case 5 -> LocalDateTime.now(zone).plusDays(random.nextInt(5) == 0 ? 5 : -5);
            default -> LocalDateTime.of(2023, 1, 1, 0, 0).plusMinutes(random.nextInt(2 * 366 * 24 * 60));
        };
        LocalDateTime near = odd.plusMinutes(pick(List.of(0, 0, 30, -60, 60, 24 * 60, -24 * 60, -7 * 24 * 60)))
                .plusNanos(random.nextInt(1_000_000));
        return near.atZone(zone).toOffsetDateTime();
    }

    private RetentionPolicy policy() {
        Map<Period, Integer> counts = new EnumMap<>(Period.class);
        Map<Period, CalendarSpan> within = new EnumMap<>(Period.class);
        List<List<String>> tags = new ArrayList<>();
        for (int rules = 1 + random.nextInt(4); rules > 0; rules--) {
            switch (random.nextInt(5)) {
                case 0 -> tags.add(pick(List.of(List.of("x"), List.of("y", "z"), List.of(""), List.of("typo"))));
                case 1, 2 -> within.put(pick(Arrays.asList(Period.values())), span());
                default -> counts.put(pick(Arrays.asList(Period.values())),
                        random.nextInt(6) == 0 ? RetentionPolicy.UNLIMITED : 1 + random.nextInt(12));
            }
        }
        return new RetentionPolicy(counts, within, tags);
    }

    private CalendarSpan span() {
        return new CalendarSpan(random.nextInt(3) == 0 ? random.nextInt(3) : 0, random.nextInt(14), random.nextInt(40),
                random.nextInt(30));
    }

    private void compare(RetentionPolicy policy, SnapshotGrouping grouping, String zone, String what)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("forget", "--dry-run", "--json", "--no-lock", "--group-by",
                Stream.of(grouping.host() ? "host" : "", grouping.paths() ? "paths" : "",
                        grouping.tags() ? "tags" : "").filter(word -> !word.isEmpty())
                        .reduce((a, b) -> a + "," + b).orElse("")));
        policy.counts().forEach((period, count) -> arguments.addAll(List.of("--keep-" + period,
                count == RetentionPolicy.UNLIMITED ? "unlimited" : count.toString())));
        policy.within().forEach((period, span) -> arguments.addAll(List.of(
                "--keep-within" + (period == Period.LAST ? "" : "-" + period), span.toString())));
        policy.tags().forEach(tags -> arguments.addAll(List.of("--keep-tag", String.join(",", tags))));
        Map<String, String> environment = new HashMap<>(Programs.resticEnvironment(store));
        environment.put("TZ", zone);
        Programs.Result theirs = Programs.run(folder, environment,
                Programs.resticCommand(RESTIC, arguments.toArray(String[]::new)));
        List<Group> ours = ours(policy, grouping, ZoneId.of(zone));
        String context = what + " in " + zone + ": " + arguments + "\n" + theirs.output();
        if (theirs.code() == 0) {
            assertEquals(described(theirs.output()), described(ours), context);
        } else {
            assertTrue(theirs.output().contains("refusing to delete last snapshot"), context);
            assertTrue(ours.stream().anyMatch(Group::unwanted), context);
        }
    }

    private List<Group> ours(RetentionPolicy policy, SnapshotGrouping grouping, ZoneId zone) throws IOException {
        List<Group> groups = new ArrayList<>();
        Keeping keeping = new Keeping(policy, Set.of(), Instant.now(), zone);
        try (Repository repository = store.openForReading()) {
            grouping.group(repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT))
                    .forEach((key, group) -> groups.add(keeping.decide(key, group)));
        }
        return groups;
    }

    /** Returns what is decided for each group, a line for each snapshot. */
    private static Map<String, List<String>> described(List<Group> groups) {
        Map<String, List<String>> described = new TreeMap<>();
        for (Group group : groups) {
            SnapshotGroup key = group.key();
            List<String> lines = new ArrayList<>();
            group.kept().forEach(kept -> lines.add(line(kept.snapshot()) + " " + kept.matches()));
            group.removed().forEach(snapshot -> lines.add(line(snapshot) + " removed"));
            described.put(key.host().orElse("") + key.paths().orElse(List.of()) + key.tags().orElse(List.of()), lines);
        }
        return described;
    }

    private static String line(Snapshot snapshot) {
        return snapshot.time() + " " + snapshot.tags().stream().sorted().toList();
    }

    private static Map<String, List<String>> described(String output) {
        Map<String, List<String>> described = new TreeMap<>();
        String json = output.lines().filter(line -> line.startsWith("[")).findFirst().orElse("[]");
        for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
            JsonObject group = element.getAsJsonObject();
            List<String> lines = new ArrayList<>();
            each(group, "reasons").forEach(reason -> lines.add(line(reason.getAsJsonObject("snapshot")) + " "
                    + strings(reason, "matches")));
            each(group, "remove").forEach(snapshot -> lines.add(line(snapshot) + " removed"));
            described.put(group.get("host").getAsString() + strings(group, "paths") + strings(group, "tags"), lines);
        }
        return described;
    }

    private static List<JsonObject> each(JsonObject object, String name) {
        return object.get(name).isJsonNull() ? List.of()
                : object.getAsJsonArray(name).asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    private static String line(JsonObject snapshot) {
        return GoTime.parse(snapshot.get("time").getAsString()) + " "
                + strings(snapshot, "tags").stream().sorted().toList();
    }

    private static List<String> strings(JsonObject object, String name) {
        return !object.has(name) || object.get(name).isJsonNull() ? List.of()
                : object.getAsJsonArray(name).asList().stream().map(JsonElement::getAsString).toList();
    }

    private void forgetForGood() throws IOException {
        RetentionPolicy policy = new RetentionPolicy(Map.of(Period.MONTHLY, 6), Map.of(), List.of());
        ForgetRequest.Choice choice = new ForgetRequest.Choice.ByPolicy(policy, SnapshotFilter.ALL,
                SnapshotGrouping.DEFAULT, false);
        ForgetReport report;
        try (Repository repository = store.open()) {
            report = repository.retention().forget(new ForgetRequest(choice, false), JobMonitor.SILENT);
        }
        Programs.restic(RESTIC, store, folder, "check", "--read-data");
        long left = JsonParser.parseString(Programs.restic(RESTIC, store, folder, "snapshots", "--json"))
                .getAsJsonArray().size();
        assertEquals(report.groups().stream().mapToLong(group -> group.kept().size()).sum(), left);
        assertTrue(!report.removed().isEmpty(), () -> String.format(Locale.ROOT, "%d groups", report.groups().size()));
    }
}
