package dev.tandem.backup.internal.store;

import dev.tandem.backup.Id;
import dev.tandem.backup.Proof;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.store.SideFiles.Subject;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The results of proofs recorded in a repository, each by the hash of its file. */
public record ProofFiles(Store store) {
    /** Records a result and returns the name of its file. */
    public Id save(Proof proof) throws IOException {
        byte[] sealed = store.sealedFiles().seal(ProofJson.encode(proof));
        Id id = Hashing.sha256(sealed);
        store.sideFiles().write(Subject.PROOF, id, sealed);
        return id;
    }

    /** Returns all results, oldest first; those that are damaged are told to {@code monitor}. */
    public List<Proof> all(JobMonitor monitor) throws IOException {
        SideFiles files = store.sideFiles();
        List<Proof> proofs = new ArrayList<>();
        for (Id id : files.list(Subject.PROOF)) {
            monitor.checkCancelled();
            Optional<byte[]> sealed = files.read(Subject.PROOF, id);
            try {
                if (sealed.isPresent()) {
                    proofs.add(ProofJson.decode(store.sealedFiles().open(sealed.get())));
                }
            } catch (DamagedException e) {
                monitor.problem(Problem.warning("proof " + id.brief(), "the recorded result is damaged: "
                        + e.getMessage() + ". Nothing else needs it; prove again"));
            }
        }
        proofs.sort(Comparator.comparing(proof -> proof.time().toInstant()));
        return List.copyOf(proofs);
    }
}
