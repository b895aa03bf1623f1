/**
 * The versioned store: repositories, snapshots, and the work done on them.
 */
@Export
@Version("1.0.0")
package dev.tandem.backup;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
