/**
 * Finds, checks, starts, explains and removes the jars of others.
 */
package dev.tandem.plugins;
