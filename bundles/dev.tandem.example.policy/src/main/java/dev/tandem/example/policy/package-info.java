/**
 * A conflict policy as a stranger would write one.
 */
package dev.tandem.example.policy;
