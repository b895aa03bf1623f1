package dev.tandem.plugins;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar made on the spot, of sources in the test. */
final class TestJar {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    /** A bundle. */
    static TestJar bundle(String name, String version) {
        return new TestJar().with("Bundle-ManifestVersion", "2").with("Bundle-SymbolicName", name)
                .with("Bundle-Version", version);
    }

    /** A bundle with an activator in the package {@code plugin}, whose start does as {@code body} says. */
    static TestJar starting(String name, String version, String body) {
        return bundle(name, version).with("Bundle-Activator", "plugin.Start").with("Import-Package", "org.osgi.framework")
                .source("plugin.Start", """
                        package plugin;
                        public class Start implements org.osgi.framework.BundleActivator {
                            public void start(org.osgi.framework.BundleContext context) throws Exception { %s }
                            public void stop(org.osgi.framework.BundleContext context) { }
                        }
                        """.formatted(body));
    }

    /** A bundle with a component of a class {@code plugin.Part}. */
    static TestJar component(String name, String attributes, String inner, String source) {
        return bundle(name, "1.0.0").with("Service-Component", "OSGI-INF/part.xml").entry("OSGI-INF/part.xml", """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.5.0" name="plugin.Part" %s>
                  <implementation class="plugin.Part"/>%s
                </scr:component>
                """.formatted(attributes, inner).getBytes(StandardCharsets.UTF_8)).source("plugin.Part", source);
    }

    TestJar with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    TestJar entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    TestJar source(String className, String source) {
        entries.putAll(compile(className, source));
        return this;
    }

    byte[] bytes() {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(attributes::putValue);
        var bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    Path writeTo(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes());
    }

    private static Map<String, byte[]> compile(String className, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> made = new LinkedHashMap<>();
        JavaFileManager files = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind,
                    FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("mem:///" + name), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return made.computeIfAbsent(name.replace('.', '/') + ".class", _ -> new ByteArrayOutputStream());
                    }
                };
            }
        };
        JavaFileObject unit = new SimpleJavaFileObject(URI.create("mem:///" + className.replace('.', '/') + ".java"),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        if (!compiler.getTask(null, files, null, List.of("-classpath", System.getProperty("java.class.path")), null,
                List.of(unit)).call()) {
            throw new IllegalStateException("the source of " + className + " is wrong");
        }
        Map<String, byte[]> classes = new LinkedHashMap<>();
        made.forEach((name, content) -> classes.put(name, content.toByteArray()));
        return classes;
    }
}
