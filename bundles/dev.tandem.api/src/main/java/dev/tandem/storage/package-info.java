/**
 * Locations, and the byte storages found there, as the rest of the product uses them.
 */
@Export
@Version("1.1.0")
package dev.tandem.storage;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
