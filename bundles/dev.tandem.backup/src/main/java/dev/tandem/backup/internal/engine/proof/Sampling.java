package dev.tandem.backup.internal.engine.proof;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.Proof.Sample;
import dev.tandem.backup.internal.engine.Depth;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/** Chooses the sample of a snapshot: walks its trees once, holding no more than what is chosen. */
final class Sampling {
    /**
     * What was chosen.
     *
     * @param choice the entries
     * @param files  how many they are
     * @param bytes  size of them
     */
    record Chosen(Choice choice, long files, long bytes) { }

    private record Candidate(double lot, RawPath path, long bytes) { }

    private final BlobReader reader;
    private final Sample sample;
    private final Lot lot;
    private final Eligible eligible;
    private final Failed failed;
    private final JobMonitor monitor;
    private final PriorityQueue<Candidate> lowest =
            new PriorityQueue<>(Comparator.comparingDouble(Candidate::lot).reversed());
    private Candidate smallest;
    private Candidate first;
    private long files;
    private long bytes;

    /** Chooses by {@code seed} among what is {@code eligible}; {@code failed} is told of trees that cannot be read. */
    Sampling(BlobReader reader, Sample sample, long seed, Eligible eligible, Failed failed, JobMonitor monitor) {
        this.reader = reader;
        this.sample = sample;
        this.lot = new Lot(seed);
        this.eligible = eligible;
        this.failed = failed;
        this.monitor = monitor;
    }

    Chosen of(Id root) {
        walk(root, RawPath.ROOT);
        return switch (sample) {
            case Sample.Some _ -> someFiles();
            case Sample.Share share -> drawn(share);
            case Sample.All _ -> new Chosen(new Choice.Drawn(lot, 1), files, bytes);
        };
    }

    private void walk(Id tree, RawPath directory) {
        monitor.current(directory);
        try (TreeReader nodes = reader.openTree(tree)) {
            Depth.refuseEndless(directory);
            for (Node node; (node = nodes.next()) != null;) {
                monitor.checkCancelled();
                RawPath path = directory.child(node.name());
                if (node.subtree().isPresent()) {
                    walk(node.subtree().get(), path);
                } else if (eligible.test(node)) {
                    consider(path, node.stat().size());
                }
            }
        } catch (IOException e) {
            failed.add(directory, "what is below cannot be restored: " + e.getMessage(), Remedy.REPOSITORY);
        }
    }

    private void consider(RawPath path, long size) {
        switch (sample) {
            case Sample.Some some -> consider(new Candidate(lot.of(path), path, size), some);
            case Sample.Share share -> {
                Candidate candidate = new Candidate(lot.of(path), path, size);
                first = first == null || candidate.lot < first.lot ? candidate : first;
                if (candidate.lot <= share.percent() / 100) {
                    count(size);
                }
            }
            case Sample.All _ -> count(size);
        }
    }

    private void count(long size) {
        files++;
        bytes += size;
    }

    private void consider(Candidate candidate, Sample.Some some) {
        smallest = smallest == null || candidate.bytes < smallest.bytes ? candidate : smallest;
        if (candidate.bytes > some.bytes()) {
            return;
        }
        lowest.add(candidate);
        count(candidate.bytes);
        while (files > Math.min(some.files(), Sample.MOST_FILES) || bytes > some.bytes()) {
            bytes -= lowest.remove().bytes;
            files--;
        }
    }

    private Chosen someFiles() {
        if (lowest.isEmpty() && smallest != null) {
            lowest.add(smallest);
            count(smallest.bytes);
        }
        Set<RawPath> chosen = new HashSet<>();
        Set<RawPath> above = new HashSet<>();
        for (Candidate candidate : lowest) {
            chosen.add(candidate.path);
            for (RawPath at = candidate.path; at.parent().isPresent() && above.add(at.parent().get());) {
                at = at.parent().get();
            }
        }
        return new Chosen(new Choice.Files(chosen, above), files, bytes);
    }

    /** Of a small snapshot even a small share has a file. */
    private Chosen drawn(Sample.Share share) {
        if (files > 0 || first == null) {
            return new Chosen(new Choice.Drawn(lot, share.percent() / 100), files, bytes);
        }
        return new Chosen(new Choice.Drawn(lot, first.lot), 1, first.bytes);
    }
}
