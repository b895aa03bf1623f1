package dev.tandem.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule refuses what it is there to refuse. */
class ArchitectureRulesTest {
    private final ArchitectureRules rules =
            new ArchitectureRules(Set.of("dev.tandem.storage"), Set.of("dev.tandem.ui"));

    private static BundleJar jar(String name, String... headers) {
        Map<String, String> all = new HashMap<>(Map.of("Bundle-SymbolicName", name));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return new BundleJar(name, all);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dev.tandem.backup         | Import-Package        | dev.tandem.storage.local;version="[1,2)"
            dev.tandem.backup         | Import-Package        | java.util,dev.tandem.launcher
            dev.tandem.backup         | Import-Package        | dev.tandem.ui;version="[1,2)"
            dev.tandem.api            | Import-Package        | dev.tandem.backup
            dev.tandem.ui.workbench   | Import-Package        | dev.tandem.ui.jobs
            dev.tandem.ext.flatlaf    | Import-Package        | dev.tandem.storage
            dev.tandem.backup         | Import-Package        | javax.swing
            dev.tandem.storage.sftp   | Import-Package        | javax.swing.text;resolution:=optional
            dev.tandem.backup         | Export-Package        | dev.tandem.backup.open;version=1.0.0
            dev.tandem.ui.workbench   | Export-Package        | dev.tandem.ui.workbench;version=1.0.0
            dev.tandem.api            | Export-Package        | dev.tandem.storage;uses:="a,b"
            dev.tandem.api            | Export-Package        | dev.tandem.storage.internal;version=1.0.0
            dev.tandem.cli            | Require-Bundle        | dev.tandem.api
            dev.tandem.cli            | DynamicImport-Package | *
            dev.tandem.cli            | Bundle-SymbolicName   | dev.tandem.commands
            org.example.plugin        | Bundle-Name           | of no known kind
            """)
    void whatIsForbiddenIsRefused(String name, String header, String value) {
        assertEquals(1, rules.broken(jar(name, header, value)).size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dev.tandem.backup         | Import-Package        | dev.tandem.storage;version="[1,2)",java.util
            dev.tandem.api            | Import-Package        | org.osgi.framework
            dev.tandem.api            | Export-Package        | dev.tandem.storage;version="1.0.0";uses:="a,b"
            dev.tandem.ui.workbench   | Import-Package        | dev.tandem.ui,dev.tandem.storage,javax.swing
            dev.tandem.ui.api         | Export-Package        | dev.tandem.ui;version=1.0.0
            dev.tandem.cli            | Bundle-SymbolicName   | dev.tandem.cli;singleton:=true
            """)
    void whatIsAllowedPasses(String name, String header, String value) {
        assertEquals(List.of(), rules.broken(jar(name, header, value)));
    }

    @Test
    void aBundleWithoutANameIsRefused() {
        assertTrue(rules.broken(new BundleJar("dev.tandem.cli", Map.of())).getFirst().contains("dev.tandem.cli"));
    }

    @Test
    void itMayImportWhatItExports() {
        assertEquals(List.of(), rules.broken(jar("dev.tandem.api",
                "Export-Package", "dev.tandem.storage;version=1.0.0", "Import-Package", "dev.tandem.storage")));
    }
}
