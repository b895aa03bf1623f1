package dev.tandem.cli.commands;

import dev.tandem.backup.SnapshotEntry;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;

/** What a listing is sorted by; entries that are equal in it, by path. */
enum ListOrder {
    NAME(Comparator.comparing(SnapshotEntry::path)),
    SIZE(Comparator.comparingLong(entry -> entry.node().stat().size())),
    TIME(by(entry -> entry.node().stat().modified())),
    MTIME(by(entry -> entry.node().stat().modified())),
    ATIME(by(entry -> entry.node().stat().accessed())),
    CTIME(by(entry -> entry.node().stat().changed())),
    EXTENSION(by(ListOrder::extension));

    private final Comparator<SnapshotEntry> order;

    ListOrder(Comparator<SnapshotEntry> order) {
        this.order = order;
    }

    Comparator<SnapshotEntry> comparator(boolean reverse) {
        Comparator<SnapshotEntry> whole = order.thenComparing(SnapshotEntry::path);
        return reverse ? whole.reversed() : whole;
    }

    private static <T extends Comparable<T>> Comparator<SnapshotEntry> by(Function<SnapshotEntry, T> key) {
        return Comparator.comparing(key);
    }

    private static String extension(SnapshotEntry entry) {
        String name = entry.node().name().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
