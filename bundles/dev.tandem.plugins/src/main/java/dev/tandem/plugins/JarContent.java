package dev.tandem.plugins;

import dev.tandem.plugin.PluginException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ClassFileFormatVersion;
import java.nio.ByteBuffer;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Reads all of a jar once, and refuses what would harm: names that lead elsewhere, more than anybody unpacks, classes
 * this Java cannot read. What the directory of a jar says of sizes is not believed.
 */
final class JarContent {
    private static final int MOST_ENTRIES = 50_000;
    private static final long MOST_BYTES = 1L << 30;
    private static final int CLASS_MAGIC = 0xCAFEBABE;
    /** The class file version of Java 1.0 less one. */
    private static final int BEFORE_JAVA = 44;

    private final byte[] buffer = new byte[64 << 10];
    private int entries;
    private long bytes;

    private JarContent() { }

    /** @throws PluginException for a jar that is refused */
    static void check(ZipFile jar) throws IOException {
        var content = new JarContent();
        for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements();) {
            ZipEntry entry = all.nextElement();
            try (InputStream in = jar.getInputStream(entry)) {
                content.read(entry.getName(), in, true);
            }
        }
    }

    private void read(String name, InputStream in, boolean opensJars) throws IOException {
        if (++entries > MOST_ENTRIES) {
            throw new PluginException("it holds more than " + MOST_ENTRIES + " files");
        }
        if (leadsElsewhere(name)) {
            throw new PluginException("it holds a file whose name leads out of it: "
                    + name.substring(0, Math.min(80, name.length())));
        }
        if (opensJars && name.endsWith(PluginFolder.JAR)) {
            readJar(in);
        } else if (name.endsWith(".class") && !name.startsWith("META-INF/versions/")) {
            checkVersion(name, in.readNBytes(8));
        }
        readToEnd(in);
    }

    private void readJar(InputStream in) throws IOException {
        // A jar within a jar is unpacked as a file; what that holds is only ever read in pieces.
        ZipInputStream inner = new ZipInputStream(new Counted(in));
        for (ZipEntry entry = inner.getNextEntry(); entry != null; entry = inner.getNextEntry()) {
            read(entry.getName(), inner, false);
        }
    }

    private static boolean leadsElsewhere(String name) {
        return name.startsWith("/") || name.contains("\\") || name.contains(":") || name.indexOf('\0') >= 0
                || ("/" + name + "/").contains("/../");
    }

    private static void checkVersion(String name, byte[] head) throws PluginException {
        if (head.length < 8 || ByteBuffer.wrap(head).getInt() != CLASS_MAGIC) {
            throw new PluginException("what it holds as " + name + " is no class");
        }
        int version = ByteBuffer.wrap(head).getShort(6) & 0xFFFF;
        if (version > ClassFileFormatVersion.latest().major()) {
            throw new PluginException("its class " + name + " was made for Java " + (version - BEFORE_JAVA)
                    + ", this is Java " + Runtime.version().feature());
        }
    }

    private void readToEnd(InputStream in) throws IOException {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            add(count);
        }
    }

    private void add(int count) throws PluginException {
        bytes += count;
        if (bytes > MOST_BYTES) {
            throw new PluginException("it unpacks to more than " + (MOST_BYTES >> 20) + " MiB");
        }
    }

    /** Counts the bytes of a jar within a jar beside those that it holds. */
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            add(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int count = super.read(to, offset, length);
            add(Math.max(count, 0));
            return count;
        }
    }
}
