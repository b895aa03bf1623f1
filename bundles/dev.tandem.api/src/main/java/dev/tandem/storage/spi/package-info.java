/**
 * What a storage destination implements.
 */
@Export
@Version("1.0.0")
package dev.tandem.storage.spi;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
