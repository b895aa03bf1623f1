package dev.tandem.cli.commands;

import dev.tandem.backup.StatsReport;
import dev.tandem.backup.StatsReport.Blobs;
import dev.tandem.backup.StatsReport.DistinctFiles;
import dev.tandem.backup.StatsReport.OfSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sizes of snapshots as programs read them, with restic's names; those it has none for come after. */
final class StatsMessage {
    /** restic adds to the plain size of each blob what sealing it would take. */
    private static final long SEAL = 32;

    private StatsMessage() { }

    static Map<String, Object> restoreSize(StatsReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("total_size", report.restoreSize());
        fields.put("total_file_count", report.entries());
        fields.put("snapshots_count", report.snapshots());
        fields.put("regular_file_count", report.files());
        fields.put("stored_size", report.blobs().stored());
        fields.put("stored_blob_count", report.blobs().count());
        return fields;
    }

    static Map<String, Object> rawData(StatsReport report) {
        Blobs blobs = report.blobs();
        double uncompressed = blobs.plain() + SEAL * blobs.count();
        double compressedFrom = blobs.compressedPlain() + SEAL * blobs.compressed();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("total_size", blobs.stored());
        fields.put("total_uncompressed_size", blobs.plain() + SEAL * blobs.count());
        if (blobs.compressedStored() > 0) {
            fields.put("compression_ratio", compressedFrom / blobs.compressedStored());
            fields.put("compression_progress", compressedFrom / uncompressed * 100);
        }
        if (uncompressed > 0) {
            fields.put("compression_space_saving", (1 - blobs.stored() / uncompressed) * 100);
        }
        fields.put("total_blob_count", blobs.count());
        fields.put("snapshots_count", report.snapshots());
        return fields;
    }

    static Map<String, Object> distinct(StatsReport report, DistinctFiles distinct) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("total_size", distinct.bytes());
        fields.put("total_file_count", distinct.files());
        if (distinct.blobs() > 0) {
            fields.put("total_blob_count", distinct.blobs());
        }
        fields.put("snapshots_count", report.snapshots());
        return fields;
    }

    static Map<String, Object> ofSnapshot(OfSnapshot each) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", each.snapshot().id());
        fields.put("short_id", each.snapshot().id().brief());
        fields.put("time", each.snapshot().time());
        fields.put("total_size", each.restoreSize());
        fields.put("total_file_count", each.entries());
        fields.put("added_size", each.added().stored());
        fields.put("added_uncompressed_size", each.added().plain());
        fields.put("added_blob_count", each.added().count());
        return fields;
    }
}
