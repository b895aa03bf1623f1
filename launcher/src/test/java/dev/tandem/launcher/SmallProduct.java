package dev.tandem.launcher;

import dev.tandem.launcher.greeter.Greeter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Lays out an installation with bundles made on the spot. */
final class SmallProduct {
    static final String FEATURE = "small";

    private final Path home;
    private final List<String> bundles = new ArrayList<>();

    SmallProduct(Path home) {
        this.home = home;
    }

    Installation installation() {
        return new Installation(home, home.resolve("data"));
    }

    SmallProduct withGreeter(String version, int startLevel) throws IOException {
        return withBundle("greeter", version, startLevel, "Import-Package", "org.osgi.framework",
                "Bundle-Activator", Greeter.class.getName());
    }

    SmallProduct withBundle(String name, String version, int startLevel, String... headers) throws IOException {
        return withBundle(installation().jar(new Coordinates("small", name, version)), name, version, startLevel,
                headers);
    }

    /** Adds a greeter that lies where bundles of the class path do. */
    SmallProduct withGreeterOnTheClassPath(String version) throws IOException {
        return withBundle(installation().libraryJar(new Coordinates("small", "greeter", version)), "greeter", version,
                3, "Import-Package", "org.osgi.framework", "Bundle-Activator", Greeter.class.getName());
    }

    private SmallProduct withBundle(Path jar, String name, String version, int startLevel, String... headers)
            throws IOException {
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", name);
        attributes.putValue("Bundle-Version", version);
        for (int i = 0; i < headers.length; i += 2) {
            attributes.putValue(headers[i], headers[i + 1]);
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, manifest)) {
            String entry = Greeter.class.getName().replace('.', '/') + ".class";
            zip.putNextEntry(new JarEntry(entry));
            try (InputStream in = Greeter.class.getClassLoader().getResourceAsStream(entry)) {
                in.transferTo(zip);
            }
            zip.closeEntry();
        }
        bundles.add("{\"id\": \"small:" + name + ":" + version + "\", \"bundleStartLevel\": " + startLevel + "}");
        return this;
    }

    /** Writes the feature of the bundles added so far. */
    Installation written() throws IOException {
        Files.createDirectories(installation().features());
        Files.writeString(installation().features().resolve(FEATURE + ".json"),
                "{\"id\": \"small:small:1\", \"bundles\": [" + String.join(",", bundles) + "]}");
        return installation();
    }
}
