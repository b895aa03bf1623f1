package dev.tandem.backup.internal.engine.proof;

import dev.tandem.backup.Proof;
import dev.tandem.backup.ProofRequest;
import dev.tandem.backup.RestoreRequest;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.engine.Restore;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import java.io.IOException;
import java.time.OffsetDateTime;

/** One proof: chooses a sample, restores it as any restore does, and compares what came back. */
public final class Proving {
    private final Store store;
    private final LocalReader files;
    private final LocalWriter writer;
    private final ProofRequest request;
    private final JobMonitor monitor;
    private final OffsetDateTime time = OffsetDateTime.now();

    public Proving(Store store, LocalReader files, LocalWriter writer, ProofRequest request, JobMonitor monitor) {
        this.store = store;
        this.files = files;
        this.writer = writer;
        this.request = request;
        this.monitor = monitor;
    }

    /** Proves. */
    public Proof run() throws IOException {
        Snapshot snapshot = request.snapshot();
        Eligible eligible = Eligible.current();
        Failed failed = new Failed();
        monitor.phase("choosing");
        Sampling.Chosen chosen = new Sampling(store.reader(), request.sample(), request.seed(), eligible, failed,
                monitor).of(snapshot.tree());
        try (ScratchFolder scratch = ScratchFolder.make(request.scratch(), files, writer, monitor)) {
            scratch.requireRoom(chosen.files(), chosen.bytes());
            monitor.expect(2 * chosen.files(), 2 * chosen.bytes());
            monitor.phase("restoring");
            RestoreListener restored = new RestoreListener(monitor);
            new Restore(store, files, writer, chosen.choice(),
                    RestoreRequest.of(snapshot, RawPath.ROOT, scratch.folder()), restored).run();
            monitor.phase("comparing");
            Comparison comparison = new Comparison(store.reader(), files, chosen.choice(), eligible,
                    restored, new Source(files, snapshot), new ContentCheck(files, store.index(), monitor), failed,
                    monitor);
            comparison.walk(snapshot.tree(), RawPath.ROOT, scratch.folder());
            return new Proof(time, snapshot.id(), snapshot.time(), Proof.Plan.of(snapshot), request.sample(),
                    request.seed(), comparison.checked(), comparison.bytes(), comparison.compared(), failed.count(),
                    failed.kept());
        }
    }
}
