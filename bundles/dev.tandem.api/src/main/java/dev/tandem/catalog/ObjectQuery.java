package dev.tandem.catalog;

import dev.tandem.backup.Snapshot;
import java.util.List;

/**
 * Which objects of a repository are looked for, and where.
 *
 * @param snapshots where to look
 * @param blobs     data blobs: IDs, or beginnings of at least eight digits
 * @param trees     trees, named alike
 */
public record ObjectQuery(List<Snapshot> snapshots, List<String> blobs, List<String> trees) { }
