/**
 * Commands about the jars of others.
 */
package dev.tandem.cli.plugin;
