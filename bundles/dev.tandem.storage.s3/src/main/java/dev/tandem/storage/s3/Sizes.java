package dev.tandem.storage.s3;

/**
 * What goes up and is copied in one piece, in bytes.
 *
 * @param single what is longer goes up in parts
 * @param part   how long a part is, as long as ten thousand of them suffice
 * @param copied what is longer is copied in parts
 */
record Sizes(long single, int part, long copied) {
    /** S3 takes no copy of more than 5 GiB in one piece. */
    static final Sizes STANDARD = new Sizes(16 << 20, 8 << 20, 5L << 30);
}
