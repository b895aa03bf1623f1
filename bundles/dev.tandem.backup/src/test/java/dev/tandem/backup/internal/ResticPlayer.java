package dev.tandem.backup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.tandem.backup.Compression;
import dev.tandem.backup.Id;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.PruneRequest.MaxUnused;
import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.RetentionPolicy.Period;
import dev.tandem.backup.SnapshotGrouping;
import dev.tandem.backup.TagChange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A restic, called as a program. */
record ResticPlayer(String program, boolean modern, Path folder) implements Player {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private String run(TestStore store, List<String> arguments) throws IOException {
        return Programs.restic(program, store, folder, arguments.toArray(String[]::new));
    }

    private static List<String> with(Set<Id> snapshots, String... arguments) {
        return Stream.concat(Stream.of(arguments), snapshots.stream().map(Id::toString)).toList();
    }

    @Override
    public void backup(TestStore store, Path base, String name, List<String> tags, LocalDateTime time,
            Compression compression) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("backup", "--host", HOST, "--time", TIME.format(time)));
        tags.forEach(tag -> arguments.addAll(List.of("--tag", tag)));
        switch (compression) {
            case OFF, AUTO, MAX -> arguments.addAll(
                    List.of("--compression", compression.name().toLowerCase(Locale.ROOT)));
            case FASTEST, BETTER -> { }
        }
        arguments.add(name);
        Programs.mustRun(base, Programs.resticEnvironment(store),
                Programs.resticCommand(program, arguments.toArray(String[]::new)));
    }

    @Override
    public void forget(TestStore store, Set<Id> snapshots) throws IOException {
        run(store, with(snapshots, "forget"));
    }

    @Override
    public void forget(TestStore store, RetentionPolicy policy, SnapshotGrouping grouping) throws IOException {
        run(store, arguments(policy, grouping));
    }

    @Override
    public Set<Id> wouldForget(TestStore store, RetentionPolicy policy, SnapshotGrouping grouping) throws IOException {
        List<String> arguments = arguments(policy, grouping);
        arguments.addAll(List.of("--dry-run", "--json"));
        String json = run(store, arguments).lines().filter(line -> line.startsWith("[")).findFirst().orElseThrow();
        Set<Id> ids = new HashSet<>();
        for (JsonElement group : JsonParser.parseString(json).getAsJsonArray()) {
            JsonElement removed = group.getAsJsonObject().get("remove");
            if (!removed.isJsonNull()) {
                removed.getAsJsonArray().forEach(snapshot -> ids.add(
                        Id.parse(snapshot.getAsJsonObject().get("id").getAsString())));
            }
        }
        return ids;
    }

    private static List<String> arguments(RetentionPolicy policy, SnapshotGrouping grouping) {
        List<String> arguments = new ArrayList<>(List.of("forget", "--group-by", String.join(",",
                Stream.of(grouping.host() ? "host" : "", grouping.paths() ? "paths" : "",
                        grouping.tags() ? "tags" : "").filter(word -> !word.isEmpty()).toList())));
        policy.counts().forEach((period, count) -> arguments.addAll(
                List.of("--keep-" + period, Integer.toString(count))));
        policy.within().forEach((period, span) -> arguments.addAll(List.of(
                "--keep-within" + (period == Period.LAST ? "" : "-" + period), span.toString())));
        policy.tags().forEach(tags -> arguments.addAll(List.of("--keep-tag", String.join(",", tags))));
        return arguments;
    }

    @Override
    public void prune(TestStore store, PruneRequest request) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("prune", "--max-unused", switch (request.maxUnused()) {
            case MaxUnused.Bytes(long bytes) -> Long.toString(bytes);
            case MaxUnused.Percent(double percent) -> percent + "%";
            case MaxUnused.Unlimited() -> "unlimited";
        }));
        request.maxRepackSize().ifPresent(size -> arguments.addAll(
                List.of("--max-repack-size", Long.toString(size))));
        if (request.repack().cacheableOnly()) {
            arguments.add("--repack-cacheable-only");
        }
        if (request.repack().small()) {
            arguments.add("--repack-small");
        }
        if (request.repack().uncompressed()) {
            arguments.add("--repack-uncompressed");
        }
        run(store, arguments);
    }

    @Override
    public void tag(TestStore store, Set<Id> snapshots, TagChange change) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("tag"));
        change.replacement().ifPresent(tags -> arguments.addAll(List.of("--set", String.join(",", tags))));
        change.added().forEach(tag -> arguments.addAll(List.of("--add", tag)));
        change.removed().forEach(tag -> arguments.addAll(List.of("--remove", tag)));
        snapshots.forEach(id -> arguments.add(id.toString()));
        run(store, arguments);
    }

    @Override
    public void copy(TestStore from, TestStore to, Set<Id> snapshots) throws IOException {
        Map<String, String> environment = new HashMap<>(Programs.resticEnvironment(to));
        environment.put("RESTIC_FROM_REPOSITORY", from.folder().toString());
        environment.put("RESTIC_FROM_PASSWORD", from.password());
        Programs.mustRun(folder, environment,
                Programs.resticCommand(program, with(snapshots, "copy").toArray(String[]::new)));
    }

    @Override
    public void rewrite(TestStore store, Set<Id> snapshots, String exclude, boolean forget) throws IOException {
        List<String> arguments = new ArrayList<>(with(snapshots, "rewrite", "--exclude", exclude));
        if (forget) {
            arguments.add("--forget");
        }
        run(store, arguments);
    }

    @Override
    public void repairIndex(TestStore store, boolean readAllPacks) throws IOException {
        List<String> arguments = new ArrayList<>(modern ? List.of("repair", "index") : List.of("rebuild-index"));
        if (readAllPacks) {
            arguments.add("--read-all-packs");
        }
        run(store, arguments);
    }

    @Override
    public void check(TestStore store, boolean readData) throws IOException {
        String said = run(store, readData ? List.of("check", "--read-data") : List.of("check"));
        assertTrue(said.contains("no errors were found"), said);
        // Things it does not call errors, which no program should leave behind all the same.
        List<String> hints = said.lines().filter(line -> Stream.of("additional", "several index", "Unused", "legacy",
                "mixed", "not referenced").anyMatch(line::contains)).toList();
        assertEquals(List.of(), hints);
    }

    @Override
    public void restore(TestStore store, Id snapshot, Path target) throws IOException {
        run(store, List.of("restore", snapshot.toString(), "--target", target.toString()));
    }

    @Override
    public String toString() {
        return program;
    }
}
