package dev.tandem.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.plugin.PluginException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;

/** Who may come in is decided by the manifest alone. */
class AdmissionTest {
    private static final Host HOST = new Host(Set.of("dev.tandem.api", "gson"),
            Map.of("dev.tandem.storage", List.of(new Version("1.1.0")), "com.google.gson", List.of(new Version("2.15"))),
            Map.of(), 25);

    private static PluginManifest manifest(String... headers) throws PluginException {
        Attributes attributes = new Attributes();
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", "theirs;singleton:=true");
        attributes.putValue("Bundle-Version", "1.2.3");
        for (int i = 0; i < headers.length; i += 2) {
            attributes.putValue(headers[i], headers[i + 1]);
        }
        return PluginManifest.of(attributes);
    }

    private static String objection(String... headers) throws PluginException {
        return Admission.objection(manifest(headers), HOST).orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Import-Package      | dev.tandem.storage;version="[1.0,2)"           |
            Import-Package      | dev.tandem.storage;version="[2,3)"             | needs package dev.tandem.storage [2.0,3.0), this Tandem has 1.1; take a newer Tandem
            Import-Package      | dev.tandem.storage;version="[0.5,1)"           | needs package dev.tandem.storage [0.5,1.0), this Tandem has 1.1; take a newer version of the plugin
            Import-Package      | dev.tandem.none                                | needs package dev.tandem.none, missing
            Import-Package      | dev.tandem.none;resolution:=optional           |
            Import-Package      | somebody.elses;version="[1,2)"                 |
            Export-Package      | theirs.api;version=1                           |
            Export-Package      | theirs.api,com.google.gson;version=3           | it exports the package com.google.gson, which is Tandem's; its author must keep it to itself
            Export-Package      | dev.tandem.mine                                | it exports the package dev.tandem.mine, which is Tandem's; its author must keep it to itself
            Require-Bundle      | dev.tandem.api;bundle-version="1"              | it requires the bundle dev.tandem.api; its author must import packages instead
            Require-Bundle      | somebody.elses                                 |
            Fragment-Host       | gson                                           | it is a fragment of gson; a plugin is a bundle of its own
            Bundle-SymbolicName | dev.tandem.storage.theirs                      | its name dev.tandem.storage.theirs belongs to Tandem; its author must choose another
            Bundle-SymbolicName | gson                                           | its name gson belongs to Tandem; its author must choose another
            Bundle-SymbolicName | dev.tandem.example.greeter                     |
            Require-Capability  | osgi.ee;filter:="(&(osgi.ee=JavaSE)(version=25))" |
            Require-Capability  | osgi.ee;filter:="(&(osgi.ee=JavaSE)(version=26))" | needs Java 26, this is Java 25
            Require-Capability  | osgi.ee;filter:="(&(osgi.ee=JavaSE)(version=1.8))" |
            Bundle-RequiredExecutionEnvironment | JavaSE-26                      | needs Java 26, this is Java 25
            """)
    void aManifestIsAdmittedOrRefusedWithAReason(String header, String value, String reason) throws Exception {
        assertEquals(Optional.ofNullable(reason).orElse(""), objection(header, value));
    }

    @Test
    void theParametersOfANameAreNoPartOfIt() throws Exception {
        assertEquals("theirs", manifest().name());
        assertEquals(new Version("1.2.3"), manifest().version());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Bundle-ManifestVersion | 1
            Bundle-SymbolicName    | ../evil
            Bundle-Version         | one
            Import-Package         | a;version="[2,1"
            """)
    void aMalformedManifestIsRefused(String header, String value) {
        assertThrows(PluginException.class, () -> manifest(header, value));
    }
}
