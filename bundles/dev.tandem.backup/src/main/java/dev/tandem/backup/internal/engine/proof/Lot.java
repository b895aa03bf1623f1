package dev.tandem.backup.internal.engine.proof;

import dev.tandem.model.RawPath;

/** Draws a number from 0 to below 1 for each path, evenly and again the same by the same seed. */
record Lot(long seed) {
    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    double of(RawPath path) {
        long hash = FNV_START;
        for (int i = 0; i < path.length(); i++) {
            hash = (hash ^ path.at(i)) * FNV_PRIME;
        }
        return (mixed(hash + mixed(seed)) >>> 11) * 0x1p-53;
    }

    /** Spreads each bit over all others, as SplitMix64 does. */
    private static long mixed(long bits) {
        long z = bits + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
