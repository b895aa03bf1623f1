/**
 * HTTP for destinations: requests that stream both ways, end when their thread is interrupted, and fail with the kinds of
 * the storage contract.
 */
package dev.tandem.storage.http;
