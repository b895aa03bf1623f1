/**
 * Values every subject shares: raw file names and paths, file metadata.
 */
@Export
@Version("1.0.0")
package dev.tandem.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
