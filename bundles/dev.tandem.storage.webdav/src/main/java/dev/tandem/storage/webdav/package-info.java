/**
 * WebDAV servers as storages.
 */
package dev.tandem.storage.webdav;
