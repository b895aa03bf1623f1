/**
 * How long-running work reports what it does and is told to stop.
 */
@Export
@Version("1.0.0")
package dev.tandem.job;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
