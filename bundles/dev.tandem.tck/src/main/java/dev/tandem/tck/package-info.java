/**
 * Contract tests for plugins, and storages made for testing.
 */
@Export
@Version("1.0.0")
package dev.tandem.tck;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
