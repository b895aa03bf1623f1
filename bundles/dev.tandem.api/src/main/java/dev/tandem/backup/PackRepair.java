package dev.tandem.backup;

import java.util.List;

/**
 * What was done to damaged packs.
 *
 * @param packs    packs that were dropped, all they had of use being in new ones
 * @param salvaged sound blobs of them
 * @param fetched  blobs that came from another repository
 * @param lost     blobs of these packs, or that snapshots need, that could not be had anywhere
 */
public record PackRepair(List<Id> packs, long salvaged, long fetched, List<Id> lost) { }
