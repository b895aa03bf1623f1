package dev.tandem.backup.internal;

import dev.tandem.backup.Id;
import dev.tandem.backup.Proof;
import dev.tandem.backup.ProofRequest;
import dev.tandem.backup.Proofs;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.internal.engine.proof.Proving;
import dev.tandem.backup.internal.store.ProofFiles;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.util.List;

/** Proofs on an open repository. */
record OpenProofs(Store store, Guard guard, OpenRepository.Tools tools) implements Proofs {
    @Override
    public Proof prove(ProofRequest request, JobMonitor monitor) throws RepositoryException {
        Proof proof = guard.reading(() -> DeepStack.call(
                new Proving(store, tools.reader(), tools.writer(), request, monitor)::run));
        if (!guard.readOnly()) {
            record(proof, monitor);
        }
        return proof;
    }

    private void record(Proof proof, JobMonitor monitor) {
        try {
            guard.<Id>writing(_ -> new ProofFiles(store).save(proof));
        } catch (RepositoryException e) {
            monitor.problem(Problem.warning("proof", "the result cannot be recorded in the repository: "
                    + e.getMessage()));
        }
    }

    @Override
    public List<Proof> recorded(JobMonitor monitor) throws RepositoryException {
        return guard.looking(() -> new ProofFiles(store).all(monitor));
    }
}
