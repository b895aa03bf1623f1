/**
 * Keeping two folders in step: what is asked for, what was done, and what is left to decide.
 */
@Export
@Version("1.0.0")
package dev.tandem.sync;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
