package dev.tandem.model;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A path of the local file system, or of a snapshot, as raw bytes with {@code /} between its names. Absolute when it
 * starts with {@code /}; on Windows the volume is the first name ({@code /C:/Users}). Never holds empty or {@code .}
 * names; {@code ..} is kept, as its meaning depends on links. Immutable, ordered by unsigned bytes.
 */
public final class RawPath implements Comparable<RawPath> {
    /** The root of the file system, or of a snapshot. */
    public static final RawPath ROOT = new RawPath(new byte[] {'/'});

    private static final boolean WINDOWS = File.separatorChar == '\\';

    private final byte[] bytes;

    private RawPath(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the path with these bytes, cleaned of empty and {@code .} names; nothing left is {@code "."}. */
    public static RawPath of(byte[] bytes) {
        boolean absolute = bytes.length > 0 && bytes[0] == '/';
        ByteArrayOutputStream clean = new ByteArrayOutputStream(bytes.length);
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i < bytes.length && bytes[i] != '/') {
                continue;
            }
            boolean skip = i == start || (i == start + 1 && bytes[start] == '.');
            if (!skip) {
                if (absolute || clean.size() > 0) {
                    clean.write('/');
                }
                clean.write(bytes, start, i - start);
            }
            start = i + 1;
        }
        if (clean.size() == 0) {
            return absolute ? ROOT : new RawPath(new byte[] {'.'});
        }
        return new RawPath(clean.toByteArray());
    }

    /** Returns the path whose bytes are the UTF-8 of {@code text}; on Windows {@code \} separates names too. */
    public static RawPath of(String text) {
        String posix = WINDOWS ? text.replace('\\', '/') : text;
        if (WINDOWS && posix.length() > 1 && posix.charAt(1) == ':') {
            posix = "/" + posix;
        }
        return of(posix.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the raw path of {@code path}; where it is absolute the real bytes of ill-formed names are kept. */
    public static RawPath of(Path path) {
        if (!path.isAbsolute()) {
            return of(path.toString());
        }
        // Path.toString() loses ill-formed bytes; the URI percent-encodes the real ones.
        String raw = path.toUri().getRawPath();
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                decoded.write(Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                decoded.write(c);
            }
        }
        return of(decoded.toByteArray());
    }

    /** Returns the entry {@code name} of this directory. */
    public RawPath child(RawName name) {
        int base = bytes.length == 1 && (bytes[0] == '/' || bytes[0] == '.') ? 0 : bytes.length;
        boolean slash = base > 0 || bytes[0] == '/';
        byte[] joined = new byte[base + (slash ? 1 : 0) + name.length()];
        System.arraycopy(bytes, 0, joined, 0, base);
        if (slash) {
            joined[base] = '/';
        }
        name.copyTo(joined, joined.length - name.length());
        return new RawPath(joined);
    }

    /** Returns the entry {@code name} of this directory. */
    public RawPath child(String name) {
        return child(RawName.of(name));
    }

    /** Returns the directory that holds this; empty for the root and for a single relative name. */
    public Optional<RawPath> parent() {
        int slash = lastSlash();
        if (slash < 0 || bytes.length == 1) {
            return Optional.empty();
        }
        return Optional.of(slash == 0 ? ROOT : new RawPath(Arrays.copyOf(bytes, slash)));
    }

    /** Returns the last name; the empty name for the root. */
    public RawName name() {
        int start = lastSlash() + 1;
        return RawName.of(bytes, start, bytes.length - start);
    }

    /** Returns the names from the first to the last; none for the root. */
    public List<RawName> names() {
        List<RawName> names = new ArrayList<>();
        int start = isAbsolute() ? 1 : 0;
        for (int i = start; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                if (i > start) {
                    names.add(RawName.of(bytes, start, i - start));
                }
                start = i + 1;
            }
        }
        return names;
    }

    private int lastSlash() {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '/') {
                return i;
            }
        }
        return -1;
    }

    /** Tells whether this starts at the root. */
    public boolean isAbsolute() {
        return bytes.length > 0 && bytes[0] == '/';
    }

    /** Tells whether this is {@code ancestor} or lies below it. */
    public boolean startsWith(RawPath ancestor) {
        byte[] prefix = ancestor.bytes;
        if (ancestor.equals(ROOT)) {
            return isAbsolute();
        }
        return bytes.length >= prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length)
                && (bytes.length == prefix.length || bytes[prefix.length] == '/');
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** Returns the byte at {@code index}. */
    public byte at(int index) {
        return bytes[index];
    }

    /** Copies all bytes into {@code target} from {@code offset}. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /** Returns the platform's path for this; ill-formed names survive where this is absolute. */
    public Path toPath() {
        if (!isAbsolute()) {
            return Path.of(toString());
        }
        StringBuilder uri = new StringBuilder("file://");
        for (byte b : bytes) {
            boolean plain = b == '/' || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9')
                    || (WINDOWS && b == ':');
            if (plain) {
                uri.append((char) b);
            } else {
                uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return Path.of(URI.create(uri.toString()));
    }

    @Override
    public int compareTo(RawPath other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawPath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the path for people: ill-formed bytes as {@code \xhh}; on Windows with its volume first. */
    @Override
    public String toString() {
        String text = RawName.display(bytes);
        boolean volume = WINDOWS && text.length() > 2 && text.charAt(0) == '/' && text.charAt(2) == ':';
        return volume ? text.substring(1) : text;
    }
}
