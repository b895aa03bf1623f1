package dev.tandem.bench;

import dev.tandem.bench.Scenario.Step;
import dev.tandem.tck.server.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that is compared, and its commands. Backups are called in the folder that holds the one to back up, restores
 * in the folder to restore into, so that every program records and restores the same relative paths.
 *
 * @param name with the version, for reports
 * @param state the folder for what it keeps outside of repositories
 */
record Peer(Kind kind, String name, Path program, Path state) {
    private static final String PASSWORD = "bench";
    /** Of 50 snapshots. */
    private static final int KEPT = 10;

    /** The last three keep folders in step. */
    enum Kind { TANDEM, RESTIC, BORG, UNISON, BISYNC, RSYNC }

    /** Returns what backups are compared with. The newest comes first. */
    static Optional<Peer> newestRestic(List<Peer> peers) {
        return peers.stream().filter(peer -> peer.kind == Kind.RESTIC).findFirst();
    }

    /** Returns its name for folders and files. */
    String slug() {
        return state.getFileName().toString();
    }

    /** Returns the folder for what it could do without, part of {@link #state}. */
    Path cache() {
        return switch (kind) {
            case TANDEM -> state.resolve("catalog");
            default -> state;
        };
    }

    /** Makes it begin anew: the caches of one round are of no use to the next. Tandem keeps what its installation prepared. */
    void forget() throws IOException, InterruptedException {
        Folders.delete(cache());
        Files.createDirectories(cache());
    }

    Map<String, String> environment() {
        return switch (kind) {
            case TANDEM -> withKeys(Map.of("TANDEM_PASSWORD", PASSWORD));
            case RESTIC -> withKeys(Map.of("RESTIC_PASSWORD", PASSWORD, "RESTIC_CACHE_DIR", state.toString()));
            case BORG -> Map.of("BORG_PASSPHRASE", PASSWORD, "BORG_BASE_DIR", state.toString());
            case UNISON -> Map.of("UNISON", state.toString());
            case BISYNC -> Map.of("RCLONE_CONFIG", state.resolve("rclone.conf").toString());
            case RSYNC -> Map.of();
        };
    }

    /** For S3. A program looks for credentials elsewhere, too, where it finds none. */
    private static Map<String, String> withKeys(Map<String, String> own) {
        Map<String, String> all = new HashMap<>(own);
        all.put("AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY);
        all.put("AWS_SECRET_ACCESS_KEY", S3Server.SECRET_KEY);
        all.put("AWS_DEFAULT_REGION", "us-east-1");
        return all;
    }

    /** Returns the command for a step on a repository on a server, told by options. */
    List<String> onServer(List<String> repository, Step step, String folder, Path target) {
        return switch (step) {
            case FIRST, UNCHANGED -> at(repository, "backup", folder);
            case RESTORE -> at(repository, "restore", "latest", "--target", target);
            default -> throw new IllegalArgumentException(step.title);
        };
    }

    /** Returns the command that makes a repository on a server, told by options. */
    List<String> initOnServer(List<String> repository) {
        return at(repository, "init");
    }

    /**
     * Returns the command that makes two folders equal. All keep times and modes; rsync only makes the right one like
     * the left one.
     *
     * @param first whether it is the first one of this pair
     */
    List<String> sync(Path left, Path right, boolean first) {
        return switch (kind) {
            case TANDEM -> words("--data", state, "sync", left, right);
            case UNISON -> words(left, right, "-ui", "text", "-batch", "-auto", "-times", "-confirmbigdel=false", "-log=false");
            case BISYNC -> Stream.concat(words("bisync", left, right, "--workdir", state, "--metadata", "--remove-empty-dirs")
                    .stream(), first ? Stream.of("--resync") : Stream.of()).toList();
            case RSYNC -> words("-a", "--delete", left + "/", right);
            case RESTIC, BORG -> throw new IllegalArgumentException(name);
        };
    }

    List<String> init(Path repository) {
        return switch (kind) {
            case TANDEM, RESTIC -> on(repository, "init");
            case BORG -> words("init", "--encryption=repokey-blake2", repository);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Borg compresses as the others do by default. */
    List<String> backup(Path repository, Step step, String folder) {
        return switch (kind) {
            case TANDEM, RESTIC -> on(repository, "backup", folder);
            case BORG -> words("create", "--compression=zstd,3", repository + "::" + step, folder);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Returns the command that restores what the backup of {@code step}, the latest, recorded. */
    List<String> restore(Path repository, Step step, Path target) {
        return switch (kind) {
            case TANDEM, RESTIC -> on(repository, "restore", "latest", "--target", target);
            case BORG -> words("extract", repository + "::" + step);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Returns the command that reads and verifies all data. */
    List<String> check(Path repository) {
        return switch (kind) {
            case TANDEM, RESTIC -> on(repository, "check", "--read-data");
            case BORG -> words("check", "--verify-data", repository);
            default -> throw new IllegalArgumentException(name);
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
            default -> throw new IllegalArgumentException(step.title);
        };
    }

    /** Returns a command that succeeds if the program has the one for a step on a store. */
    List<String> explain(Path repository, Step step) {
        return Stream.concat(onStore(repository, step).stream(), Stream.of("--help")).toList();
    }

    /** Tandem's command line is restic's, so far. */
    private List<String> on(Path repository, Object... words) {
        return at(List.of("-r", repository.toString()), words);
    }

    private List<String> at(List<String> repository, Object... words) {
        List<String> data = kind == Kind.TANDEM ? List.of("--data", state.toString()) : List.of();
        return Stream.of(words(), data, repository, Stream.of(words).map(Object::toString).toList())
                .flatMap(List::stream).toList();
    }

    private List<String> words(Object... words) {
        return Stream.concat(Stream.of(program), Stream.of(words)).map(Object::toString).toList();
    }
}
