/**
 * Where this installation keeps its files.
 */
@Export
@Version("1.0.0")
package dev.tandem.environment;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
