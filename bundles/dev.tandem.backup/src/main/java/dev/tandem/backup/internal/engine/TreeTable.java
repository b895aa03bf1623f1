package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Id;
import java.nio.LongBuffer;
import java.util.Optional;

/** Trees by fingerprint, 48 bytes each, in an array with open addressing. */
final class TreeTable {
    private static final int FIELDS = 6;
    private static final int SMALLEST = 1 << 8;

    private long[] rows = new long[FIELDS * SMALLEST];
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Puts a tree, in place of the one with the same fingerprint. */
    void put(Fingerprint fingerprint, Id tree) {
        if (3 * (size + 1) > 2 * (rows.length / FIELDS)) {
            grow();
        }
        int row = row(fingerprint);
        if (isFree(row)) {
            size++;
        }
        rows[row] = fingerprint.a();
        rows[row + 1] = fingerprint.b();
        rows[row + 2] = tree.a();
        rows[row + 3] = tree.b();
        rows[row + 4] = tree.c();
        rows[row + 5] = tree.d();
    }

    Optional<Id> find(Fingerprint fingerprint) {
        int row = row(fingerprint);
        return isFree(row) ? Optional.empty() : Optional.of(tree(row));
    }

    private Id tree(int row) {
        return new Id(rows[row + 2], rows[row + 3], rows[row + 4], rows[row + 5]);
    }

    /** Returns where a fingerprint is, or the free row where it belongs. */
    private int row(Fingerprint fingerprint) {
        int mask = rows.length / FIELDS - 1;
        for (int i = (int) fingerprint.a() & mask;; i = (i + 1) & mask) {
            int row = i * FIELDS;
            if (isFree(row) || rows[row] == fingerprint.a() && rows[row + 1] == fingerprint.b()) {
                return row;
            }
        }
    }

    private boolean isFree(int row) {
        return rows[row] == 0 && rows[row + 1] == 0;
    }

    private void grow() {
        long[] old = rows;
        rows = new long[2 * old.length];
        for (int row = 0; row < old.length; row += FIELDS) {
            if (old[row] != 0 || old[row + 1] != 0) {
                int to = row(new Fingerprint(old[row], old[row + 1]));
                System.arraycopy(old, row, rows, to, FIELDS);
            }
        }
    }

    /** Returns how many numbers {@link #writeTo} writes. */
    int length() {
        return 1 + rows.length;
    }

    void writeTo(LongBuffer target) {
        target.put(size).put(rows);
    }

    /** Reads what {@link #writeTo} wrote, to the end of {@code source}; empty where it cannot be that. */
    static Optional<TreeTable> readFrom(LongBuffer source) {
        if (source.remaining() < 1 + FIELDS * SMALLEST || (source.remaining() - 1) % FIELDS != 0
                || Integer.bitCount((source.remaining() - 1) / FIELDS) != 1) {
            return Optional.empty();
        }
        TreeTable table = new TreeTable();
        table.size = Math.toIntExact(source.get());
        table.rows = new long[source.remaining()];
        source.get(table.rows);
        boolean room = table.size >= 0 && 3L * table.size <= 2L * (table.rows.length / FIELDS);
        return room ? Optional.of(table) : Optional.empty();
    }
}
