/**
 * Servers that speak the protocol of restic's REST server as storages.
 */
package dev.tandem.storage.rest;
