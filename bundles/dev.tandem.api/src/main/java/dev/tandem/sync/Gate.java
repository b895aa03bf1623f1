package dev.tandem.sync;

/**
 * Why a run was stopped before it changed anything.
 *
 * @param id        what a person accepts to go on, {@code max-delete}
 * @param message   what was found, with numbers and examples
 * @param remedy    how to go on
 * @param passable  whether accepting it is possible at all
 */
public record Gate(String id, String message, String remedy, boolean passable) { }
