package dev.tandem.backup.internal;

import dev.tandem.backup.Compression;
import dev.tandem.backup.Id;
import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.RetentionPolicy;
import dev.tandem.backup.SnapshotGrouping;
import dev.tandem.backup.TagChange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;

/** A program that can do everything to a repository that the others can. Whatever it is told to do must succeed. */
interface Player {
    /** The machine all snapshots are of. */
    String HOST = "testhost";

    /** Tells whether it keeps what restic ≥ 0.17 keeps, and can rewrite snapshots. */
    boolean modern();

    /** Backs up the folder {@code name} in {@code base}, at this time of this machine's zone. */
    void backup(TestStore store, Path base, String name, List<String> tags, LocalDateTime time, Compression compression)
            throws IOException;

    void forget(TestStore store, Set<Id> snapshots) throws IOException;

    void forget(TestStore store, RetentionPolicy policy, SnapshotGrouping grouping) throws IOException;

    /** Returns the snapshots it would forget if none were pinned. */
    Set<Id> wouldForget(TestStore store, RetentionPolicy policy, SnapshotGrouping grouping) throws IOException;

    void prune(TestStore store, PruneRequest request) throws IOException;

    void tag(TestStore store, Set<Id> snapshots, TagChange change) throws IOException;

    void copy(TestStore from, TestStore to, Set<Id> snapshots) throws IOException;

    void rewrite(TestStore store, Set<Id> snapshots, String exclude, boolean forget) throws IOException;

    void repairIndex(TestStore store, boolean readAllPacks) throws IOException;

    /** Finds nothing worth a word. */
    void check(TestStore store, boolean readData) throws IOException;

    void restore(TestStore store, Id snapshot, Path target) throws IOException;
}
