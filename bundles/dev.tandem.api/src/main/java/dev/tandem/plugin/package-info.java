/**
 * Jars of others that Tandem runs: what is installed, in which state, and why.
 */
@Export
@Version("1.0.0")
package dev.tandem.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
