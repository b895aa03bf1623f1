package dev.tandem.sync;

import java.time.Instant;

/**
 * A run of the past that changed something.
 *
 * @param id       names it
 * @param time     when it began
 * @param changes  how many items it changed
 * @param finished false where it was interrupted
 * @param undone   whether it was taken back
 */
public record SyncRun(String id, Instant time, long changes, boolean finished, boolean undone) { }
