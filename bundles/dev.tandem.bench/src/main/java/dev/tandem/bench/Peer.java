package dev.tandem.bench;

import dev.tandem.bench.Scenario.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program that is compared. Backups are called in the folder that holds the one to back up, restores in the folder to
 * restore into, so that every program records and restores the same relative paths.
 *
 * @param name with the version, for reports
 * @param state the folder for what it keeps outside of repositories
 */
record Peer(Kind kind, String name, Path program, Path state) {
    private static final String PASSWORD = "bench";
    /** Of 50 snapshots. */
    private static final int KEPT = 10;

    enum Kind { TANDEM, RESTIC, BORG }

    /** Returns the folder for what it could do without, part of {@link #state}. */
    Path cache() {
        return switch (kind) {
            case TANDEM -> state.resolve("catalog");
            case RESTIC, BORG -> state;
        };
    }

    Map<String, String> environment() {
        return switch (kind) {
            case TANDEM -> Map.of("TANDEM_PASSWORD", PASSWORD);
            case RESTIC -> Map.of("RESTIC_PASSWORD", PASSWORD, "RESTIC_CACHE_DIR", state.toString());
            case BORG -> Map.of("BORG_PASSPHRASE", PASSWORD, "BORG_BASE_DIR", state.toString());
        };
    }

    List<String> init(Path repository) {
        return switch (kind) {
            case TANDEM, RESTIC -> on(repository, "init");
            case BORG -> words("init", "--encryption=repokey-blake2", repository);
        };
    }

    /** Borg compresses as the others do by default. */
    List<String> backup(Path repository, Step step, String folder) {
        return switch (kind) {
            case TANDEM, RESTIC -> on(repository, "backup", folder);
            case BORG -> words("create", "--compression=zstd,3", repository + "::" + step, folder);
        };
    }

    /** Returns the command that restores what the backup of {@code step}, the latest, recorded. */
    List<String> restore(Path repository, Step step, Path target) {
        return switch (kind) {
            case TANDEM, RESTIC -> on(repository, "restore", "latest", "--target", target);
            case BORG -> words("extract", repository + "::" + step);
        };
    }

    /** Returns the command that reads and verifies all data. */
    List<String> check(Path repository) {
        return switch (kind) {
            case TANDEM, RESTIC -> on(repository, "check", "--read-data");
            case BORG -> words("check", "--verify-data", repository);
        };
    }

    /** Returns the command for a step on a store, of which Borg knows none. */
    List<String> onStore(Path repository, Step step) {
        return switch (step) {
            case CHECK_STRUCTURE -> on(repository, "check");
            case STATS_RESTORE_SIZE -> on(repository, "stats", "--mode", "restore-size");
            case STATS_RAW_DATA -> on(repository, "stats", "--mode", "raw-data");
            case FIND_COLD, FIND_WARM -> on(repository, "find", History.SOUGHT);
            case FORGET_DRY_RUN -> on(repository, "forget", "--keep-last", KEPT, "--dry-run");
            case FORGET -> on(repository, "forget", "--keep-last", KEPT);
            case PRUNE -> on(repository, "prune");
            case FIRST, UNCHANGED, CHANGED, RESTORE, CHECK -> throw new IllegalArgumentException(step.title);
        };
    }

    /** Returns a command that succeeds if the program has the one for a step on a store. */
    List<String> explain(Path repository, Step step) {
        return Stream.concat(onStore(repository, step).stream(), Stream.of("--help")).toList();
    }

    /** Tandem's command line is restic's, so far. */
    private List<String> on(Path repository, Object... words) {
        List<String> data = kind == Kind.TANDEM ? List.of("--data", state.toString()) : List.of();
        return Stream.of(words(), data, List.of("-r", repository.toString()), Stream.of(words).map(Object::toString).toList())
                .flatMap(List::stream).toList();
    }

    private List<String> words(Object... words) {
        return Stream.concat(Stream.of(program), Stream.of(words)).map(Object::toString).toList();
    }
}
