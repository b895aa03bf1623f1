/**
 * What a command of the command line implements, and what it is given.
 */
@Export
@Version("1.0.0")
package dev.tandem.command;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
