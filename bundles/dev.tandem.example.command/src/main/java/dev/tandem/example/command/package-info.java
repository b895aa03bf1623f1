/**
 * A command of the command line as a stranger would write one.
 */
package dev.tandem.example.command;
