/**
 * Sides that are on a storage, whatever it can do.
 */
package dev.tandem.sync.internal.replica.remote;
