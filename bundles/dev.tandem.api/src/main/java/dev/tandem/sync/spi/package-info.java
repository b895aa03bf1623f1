/**
 * What a plugin implements to decide or to merge conflicts.
 */
@Export
@Version("1.0.0")
package dev.tandem.sync.spi;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
