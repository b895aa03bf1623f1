package dev.tandem.plugins;

/**
 * A jar as it was seen in the folder; a file that looks the same is taken for the same.
 *
 * @param file     the name of the file
 * @param modified in milliseconds
 */
record Sighting(String file, long size, long modified) { }
