/**
 * Finding files across all snapshots of a repository, and state kept on this machine.
 */
@Export
@Version("1.0.0")
package dev.tandem.catalog;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
