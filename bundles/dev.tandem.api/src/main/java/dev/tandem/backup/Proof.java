package dev.tandem.backup;

import dev.tandem.model.RawPath;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What came of restoring a sample of a snapshot and comparing it.
 *
 * @param time         when it was done
 * @param snapshot     the snapshot
 * @param snapshotTime when that was made
 * @param plan         what the snapshot is one of many of
 * @param sample       which part was asked for
 * @param seed         what the random choice was made by: the same seed chooses the same files of the same snapshot
 * @param files        files, links and devices restored and compared with what the snapshot records
 * @param bytes        size of them
 * @param compared     how many of them were compared with their source too, which had not changed since the backup
 * @param failed       how many of them are not as they must be
 * @param failures     what is wrong, the first hundred
 */
public record Proof(OffsetDateTime time, Id snapshot, OffsetDateTime snapshotTime, Plan plan, Sample sample, long seed,
        long files, long bytes, long compared, long failed, List<Failure> failures) {

    /** The snapshots of one machine and set of paths, in ascending order. */
    public record Plan(String hostname, List<String> paths) {
        public Plan {
            paths = paths.stream().sorted().toList();
        }

        /** Returns what a snapshot is one of. */
        public static Plan of(Snapshot snapshot) {
            return new Plan(snapshot.hostname(), snapshot.paths());
        }
    }

    /**
     * Something that did not come back as it was.
     *
     * @param path    where it is in the snapshot
     * @param message what is wrong
     * @param remedy  what to do about it
     */
    public record Failure(RawPath path, String message, String remedy) { }

    /** Which part of a snapshot is restored. */
    public sealed interface Sample {
        /** The most files that {@link Some} chooses. */
        int MOST_FILES = 100_000;

        /** A choice that a proof can make often: 100 files, but not much more than 256 MiB. */
        Sample USUAL = new Some(100, 256L << 20);

        /** So many files, but not more than so many bytes unless every file is larger. */
        record Some(int files, long bytes) implements Sample { }

        /** This share of the files, in percent; 0 &lt; percent ≤ 100. */
        record Share(double percent) implements Sample { }

        /** Everything. */
        record All() implements Sample { }
    }

    public Proof {
        failures = List.copyOf(failures);
    }

    /** Tells whether something was restored and all of it is as it must be. */
    public boolean proven() {
        return files > 0 && failed == 0;
    }
}
