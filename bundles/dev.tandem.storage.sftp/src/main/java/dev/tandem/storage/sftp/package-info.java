/** Folders of servers that speak SSH as storages. */
package dev.tandem.storage.sftp;
