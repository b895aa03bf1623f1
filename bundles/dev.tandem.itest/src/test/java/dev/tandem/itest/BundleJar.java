package dev.tandem.itest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;

/**
 * What the rules look at in a built jar.
 *
 * @param name    the folder and artifactId
 * @param headers the manifest
 */
record BundleJar(String name, Map<String, String> headers) {
    static BundleJar read(String name, Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Map<String, String> headers = new HashMap<>();
            file.getManifest().getMainAttributes()
                    .forEach((header, value) -> headers.put(header.toString(), value.toString()));
            return new BundleJar(name, headers);
        }
    }

    Set<String> imports() {
        return Headers.parse(headers.get("Import-Package")).keySet();
    }

    Map<String, Map<String, String>> exports() {
        return Headers.parse(headers.get("Export-Package"));
    }
}
