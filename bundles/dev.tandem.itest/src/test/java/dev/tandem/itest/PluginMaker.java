package dev.tandem.itest;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Makes jars of plugins from sources in the test, against the product's own jars as a stranger would. */
final class PluginMaker {
    private static final String API = "dev.tandem.command;version=\"[1.0,2)\",dev.tandem.job;version=\"[1.0,2)\","
            + "dev.tandem.storage;version=\"[1.0,2)\",dev.tandem.storage.spi;version=\"[1.0,2)\",org.osgi.framework";

    private final Path work;

    PluginMaker(Path work) {
        this.work = work;
    }

    /** A plugin with an activator whose start and stop do as told. */
    Path activator(String name, String start, String stop) throws IOException {
        return jar(name, Map.of("Bundle-Activator", "plugin.Start"), "Start", """
                package plugin;
                public class Start implements org.osgi.framework.BundleActivator {
                    public void start(org.osgi.framework.BundleContext context) throws Exception { %s }
                    public void stop(org.osgi.framework.BundleContext context) throws Exception { %s }
                }
                """.formatted(start, stop), "");
    }

    /** A plugin with a command of one word. */
    Path command(String name, String word, String body) throws IOException {
        return jar(name, Map.of("Service-Component", "OSGI-INF/part.xml"), "Part", """
                package plugin;
                public class Part implements dev.tandem.command.Command {
                    public int run(dev.tandem.command.CommandContext context) throws Exception { %s }
                }
                """.formatted(body), """
                <property name="tandem.command.name" value="%s"/>
                <property name="tandem.command.summary" value="a stranger's"/>
                <service scope="prototype"><provide interface="dev.tandem.command.Command"/></service>
                """.formatted(word));
    }

    /** A plugin with a destination of a scheme. */
    Path destination(String name, String scheme, String body) throws IOException {
        return jar(name, Map.of("Service-Component", "OSGI-INF/part.xml"), "Part", """
                package plugin;
                public class Part implements dev.tandem.storage.spi.StorageProvider {
                    public dev.tandem.storage.spi.StorageSession open(dev.tandem.storage.Location where,
                            dev.tandem.storage.spi.SessionContext context) { %s }
                }
                """.formatted(body), """
                <property name="storage.scheme" value="%s"/>
                <service><provide interface="dev.tandem.storage.spi.StorageProvider"/></service>
                """.formatted(scheme));
    }

    /** A plugin that wants another version of a contract. */
    Path wanting(String name, String imports) throws IOException {
        return jar(name, Map.of("Import-Package", imports), "Part", "package plugin; public class Part { }", "");
    }

    private Path jar(String name, Map<String, String> headers, String type, String source, String component)
            throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>(compile(Files.createDirectories(work.resolve(name)), type, source));
        if (!component.isEmpty()) {
            entries.put("OSGI-INF/part.xml", ("<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.5.0\" "
                    + "name=\"part\"><implementation class=\"plugin.Part\"/>" + component + "</scr:component>")
                    .getBytes(StandardCharsets.UTF_8));
        }
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", name);
        attributes.putValue("Bundle-Version", "1.0.0");
        attributes.putValue("Import-Package", API);
        headers.forEach(attributes::putValue);
        Path jar = work.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new JarEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return jar;
    }

    private static Map<String, byte[]> compile(Path folder, String type, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(type + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, null, null, "-proc:none", "-d", folder.toString(), "-cp", classPath(),
                file.toString()) != 0) {
            throw new IllegalStateException("the source of " + file + " is wrong");
        }
        Map<String, byte[]> classes = new LinkedHashMap<>();
        try (Stream<Path> made = Files.walk(folder.resolve("plugin"))) {
            for (Path one : made.filter(path -> path.toString().endsWith(".class")).toList()) {
                classes.put("plugin/" + one.getFileName(), Files.readAllBytes(one));
            }
        }
        return classes;
    }

    /** The jars of the product, and the framework the launcher brings. */
    private static String classPath() throws IOException {
        try (Stream<Path> jars = Files.list(Checkout.product().resolve("app/lib"))) {
            return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator, "",
                    File.pathSeparator + framework()));
        }
    }

    private static String framework() {
        return org.osgi.framework.BundleActivator.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    }
}
