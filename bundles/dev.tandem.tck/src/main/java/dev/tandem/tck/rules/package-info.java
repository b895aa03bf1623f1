/**
 * What every storage must hold, each rule once and without any test framework: the same rules are tests for the author of
 * a destination and a check of the destination somebody uses.
 */
@Version("1.0.0")
package dev.tandem.tck.rules;

import org.osgi.annotation.versioning.Version;
