/**
 * Real servers for tests: started on loopback by the test that needs them, and ended with it.
 */
@Export
@Version("1.0.0")
package dev.tandem.tck.server;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
