package dev.tandem.backup.internal;

import dev.tandem.backup.Repository;
import dev.tandem.backup.RewriteRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Backs up a folder of as many entries as asked for, and lists and checks them: in a process of its own. */
final class HugeDirectory {
    private HugeDirectory() { }

    public static void main(String[] arguments) throws IOException {
        int entries = Integer.parseInt(arguments[1]);
        TestStore store = TestStore.create(Path.of(arguments[0])).seeing(new MadeUpFiles(entries, 0));
        store.backup(Path.of("/wide"));
        Snapshot snapshot = store.latest();
        AtomicLong listed = new AtomicLong();
        try (Repository repository = store.openForReading()) {
            repository.list(snapshot, RawPath.of("/wide"), true, entry -> listed.incrementAndGet());
        }
        // Once more, now against a parent.
        store.backup(JobMonitor.SILENT, Path.of("/wide"));
        try (Repository repository = store.open()) {
            repository.editing().rewrite(RewriteRequest.excluding(List.of(snapshot), List.of("entry number 0")),
                    JobMonitor.SILENT);
            Snapshot rewritten = repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT).stream()
                    .filter(s -> s.tags().contains("rewrite")).findFirst().orElseThrow();
            System.out.println("left " + repository.stats(List.of(rewritten), JobMonitor.SILENT).files());
        }
        store.assertSound();
        System.out.println("listed " + listed.get());
        resident().ifPresent(peak -> System.out.println("peak of resident memory " + peak));
    }

    private static Optional<String> resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM")).findFirst()
                : Optional.empty();
    }
}
