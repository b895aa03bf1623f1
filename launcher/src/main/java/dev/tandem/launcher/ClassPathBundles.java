package dev.tandem.launcher;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.Constants;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * Lets the bundles that lie in {@code app/lib} be loaded by the class path they are on (OSGi Core, chapter 60): Java
 * keeps only classes of the class path in its ahead-of-time cache, with what it learnt of how they run. All other
 * bundles get class loaders of their own.
 */
final class ClassPathBundles implements ModuleConnector {
    private final Installation installation;

    ClassPathBundles(Installation installation) {
        this.installation = installation;
    }

    @Override
    public void initialize(File storage, Map<String, String> configuration) { }

    @Override
    public Optional<ConnectModule> connect(String location) {
        return Coordinates.ofLocation(location).map(installation::libraryJar).filter(Files::exists)
                .map(jar -> () -> new JarContent(jar));
    }

    @Override
    public Optional<BundleActivator> newBundleActivator() {
        return Optional.empty();
    }

    /** A jar of the class path as the content of a bundle; opened only when something of it is asked for. */
    private static final class JarContent implements ConnectContent {
        private final Path file;
        private JarFile jar;

        JarContent(Path file) {
            this.file = file;
        }

        private synchronized JarFile jar() throws IOException {
            if (jar == null) {
                jar = new JarFile(file.toFile(), false);
            }
            return jar;
        }

        @Override
        public Optional<Map<String, String>> getHeaders() {
            Map<String, String> headers = new HashMap<>();
            try {
                Attributes attributes = jar().getManifest().getMainAttributes();
                attributes.forEach((name, value) -> headers.put(name.toString(), value.toString()));
            } catch (IOException broken) {
                throw new UncheckedIOException(file + " cannot be read; install Tandem anew", broken);
            }
            // Native code is found by the class path too, not by the framework.
            headers.remove(Constants.BUNDLE_NATIVECODE);
            return Optional.of(headers);
        }

        @Override
        public Iterable<String> getEntries() throws IOException {
            return jar().stream().map(ZipEntry::getName).toList();
        }

        @Override
        public Optional<ConnectEntry> getEntry(String path) {
            try {
                JarFile open = jar();
                return Optional.ofNullable(open.getEntry(path)).map(entry -> new JarContentEntry(open, entry));
            } catch (IOException broken) {
                throw new UncheckedIOException(file + " cannot be read; install Tandem anew", broken);
            }
        }

        @Override
        public Optional<ClassLoader> getClassLoader() {
            return Optional.of(ClassPathBundles.class.getClassLoader());
        }

        @Override
        public void open() { }

        @Override
        public synchronized void close() throws IOException {
            if (jar != null) {
                jar.close();
                jar = null;
            }
        }
    }

    private record JarContentEntry(JarFile jar, ZipEntry entry) implements ConnectContent.ConnectEntry {
        @Override
        public String getName() {
            return entry.getName();
        }

        @Override
        public long getContentLength() {
            return entry.getSize();
        }

        @Override
        public long getLastModified() {
            return entry.getTime();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return jar.getInputStream(entry);
        }
    }
}
