package dev.tandem.sync.internal.version;

/**
 * Which versions stay: those of the last days, and the newest of each path whatever their age.
 *
 * @param days  younger ones stay
 * @param count so many of each path on each side stay
 */
public record VersionRetention(int days, int count) {
    /** A quarter of a year, and the last five. */
    public static final VersionRetention USUAL = new VersionRetention(90, 5);
}
