package dev.tandem.storage.s3;

/**
 * How an object is cut: in at most ten thousand parts, all but the last of the same size.
 *
 * @param length bytes of the object
 * @param size   bytes of a part
 */
record Parts(long length, long size) {
    static final int MOST = 10_000;
    private static final int ROUND = 1 << 20;

    /** @param usual the size of a part as long as there need not be more than S3 allows */
    static Parts of(long length, long usual) {
        long needed = Math.ceilDiv(Math.ceilDiv(length, (long) MOST), ROUND) * ROUND;
        return new Parts(length, Math.max(usual, needed));
    }

    int count() {
        return (int) Math.ceilDiv(length, size);
    }

    /** @param number counted from 1 */
    long offset(int number) {
        return (number - 1) * size;
    }

    long size(int number) {
        return Math.min(size, length - offset(number));
    }
}
