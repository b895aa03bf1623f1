package dev.tandem.backup;

import dev.tandem.model.RawPath;

/**
 * What to prove and where.
 *
 * @param snapshot the snapshot
 * @param sample   which part of it
 * @param seed     what the random choice is made by
 * @param scratch  absolute folder, made where it is not there, in which a folder is made and deleted again
 */
public record ProofRequest(Snapshot snapshot, Proof.Sample sample, long seed, RawPath scratch) { }
