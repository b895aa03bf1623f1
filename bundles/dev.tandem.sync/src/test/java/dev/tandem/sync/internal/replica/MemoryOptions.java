package dev.tandem.sync.internal.replica;

import dev.tandem.sync.AttributeRules;

/**
 * What a {@link MemoryReplica} is like.
 *
 * @param origin         its name for people
 * @param caseSensitive  whether names that differ in case only are different
 * @param granularity    what times of modification are multiples of, in nanoseconds
 * @param fileIds        whether it has such
 * @param changeTimes    whether it has such
 * @param permissionMask the permissions it holds
 * @param links          whether it holds links
 * @param rules          which attributes are set
 * @param exchange       whether it swaps a file for another in one step; else there is a moment without either
 * @param losesUnflushed whether what was not flushed may be gone after it died
 */
public record MemoryOptions(String origin, boolean caseSensitive, long granularity, boolean fileIds,
        boolean changeTimes, int permissionMask, boolean links, AttributeRules rules, boolean exchange,
        boolean losesUnflushed) {
    /** As ext4. */
    public static MemoryOptions usual(String origin) {
        return new MemoryOptions(origin, true, 1, true, true, 07777, true, AttributeRules.USUAL, true, false);
    }

    /** As FAT. */
    public static MemoryOptions fat(String origin) {
        return new MemoryOptions(origin, false, 2_000_000_000L, false, false, 0, false, AttributeRules.USUAL, false,
                false);
    }

    /** With other rules for attributes. */
    public MemoryOptions with(AttributeRules other) {
        return new MemoryOptions(origin, caseSensitive, granularity, fileIds, changeTimes, permissionMask, links, other,
                exchange, losesUnflushed);
    }

    /** With names that differ in case being one. */
    public MemoryOptions ignoringCase() {
        return new MemoryOptions(origin, false, granularity, fileIds, changeTimes, permissionMask, links, rules,
                exchange, losesUnflushed);
    }

    /** Without exchanging in one step. */
    public MemoryOptions withoutExchange() {
        return new MemoryOptions(origin, caseSensitive, granularity, fileIds, changeTimes, permissionMask, links, rules,
                false, losesUnflushed);
    }

    /** Without file IDs. */
    public MemoryOptions withoutFileIds() {
        return new MemoryOptions(origin, caseSensitive, granularity, false, changeTimes, permissionMask, links, rules,
                exchange, losesUnflushed);
    }

    /** With power failures: what died may come back as it was at any time since it was flushed. */
    public MemoryOptions losingUnflushed() {
        return new MemoryOptions(origin, caseSensitive, granularity, fileIds, changeTimes, permissionMask, links, rules,
                exchange, true);
    }
}
