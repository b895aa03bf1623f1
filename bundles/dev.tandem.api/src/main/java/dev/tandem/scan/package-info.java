/**
 * The local file system, read and written without losing a byte of a name or an attribute.
 */
@Export
@Version("1.0.0")
package dev.tandem.scan;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
