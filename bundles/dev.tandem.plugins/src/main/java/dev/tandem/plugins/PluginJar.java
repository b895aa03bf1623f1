package dev.tandem.plugins;

import dev.tandem.plugin.PluginException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What was found in a jar without loading anything of it. */
record PluginJar(PluginManifest manifest, String sha256) {
    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_MANIFEST = 1 << 20;

    /** The end of a jar is not there, as while it is still being copied. */
    static final class Unfinished extends IOException {
        private static final long serialVersionUID = 1L;

        Unfinished(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Reads a jar and checks what can be checked of it alone.
     *
     * @throws Unfinished      when its end is missing
     * @throws PluginException when it is refused
     */
    static PluginJar read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new PluginException("it is larger than " + (MOST_BYTES >> 20) + " MiB");
        }
        try (ZipFile jar = open(file)) {
            PluginManifest manifest = PluginManifest.of(manifest(jar).getMainAttributes());
            JarContent.check(jar);
            return new PluginJar(manifest, digest(file, OutputStream.nullOutputStream()));
        } catch (ZipException | IllegalArgumentException damaged) {
            throw new PluginException("it is damaged: " + damaged.getMessage() + "; copy it again", damaged);
        }
    }

    /** Reads only the manifest of a jar that was checked before. */
    static PluginManifest manifest(Path file) throws IOException {
        try (ZipFile jar = open(file)) {
            return PluginManifest.of(manifest(jar).getMainAttributes());
        }
    }

    /** Copies the bytes of a file and returns what they are known by. */
    static String digest(Path file, OutputStream to) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            DigestInputStream read = digesting(in);
            read.transferTo(to);
            return digest(read);
        }
    }

    static DigestInputStream digesting(InputStream in) {
        try {
            return new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String digest(DigestInputStream read) {
        return HexFormat.of().formatHex(read.getMessageDigest().digest());
    }

    private static ZipFile open(Path file) throws IOException {
        if (!startsAsJar(file)) {
            throw new PluginException("it is no jar");
        }
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException noEnd) {
            throw new Unfinished("its end is missing; copy it again", noEnd);
        }
    }

    /** What is copied at the moment may have no bytes yet, but never wrong ones at its start. */
    private static boolean startsAsJar(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(4);
            byte[] wanted = {'P', 'K', 3, 4};
            for (int i = 0; i < head.length; i++) {
                if (head[i] != wanted[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Manifest manifest(ZipFile jar) throws IOException {
        ZipEntry entry = jar.getEntry(JarFile.MANIFEST_NAME);
        if (entry == null) {
            throw new PluginException("it has no manifest, so it is no plugin");
        }
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MOST_MANIFEST + 1);
            if (bytes.length > MOST_MANIFEST) {
                throw new PluginException("its manifest is larger than " + (MOST_MANIFEST >> 20) + " MiB");
            }
            return new Manifest(new java.io.ByteArrayInputStream(bytes));
        } catch (ZipException damaged) {
            throw damaged;
        } catch (IOException malformed) {
            throw malformed instanceof PluginException ? malformed
                    : new PluginException("its manifest is malformed: " + malformed.getMessage(), malformed);
        }
    }
}
