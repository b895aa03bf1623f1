/**
 * Where passwords and keys are kept.
 */
@Export
@Version("1.0.0")
package dev.tandem.secret;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
