package dev.tandem.backup;

/**
 * How thoroughly to check a repository. The structure is always checked: every index, snapshot and tree, and that every
 * pack is there with the right size.
 *
 * @param readData which packs to read and verify, byte for byte
 */
public record CheckRequest(ReadData readData) {
    /** Which packs to read. */
    public sealed interface ReadData {
        /** No pack. */
        record None() implements ReadData { }

        /** Every pack. */
        record All() implements ReadData { }

        /** The {@code part}-th of {@code parts} groups, by the first byte of the pack's ID; 1 ≤ part ≤ parts ≤ 256. */
        record Group(int part, int parts) implements ReadData { }

        /** A random choice of this share of the packs, in percent; 0 &lt; percent ≤ 100. */
        record Share(double percent) implements ReadData { }
    }
}
