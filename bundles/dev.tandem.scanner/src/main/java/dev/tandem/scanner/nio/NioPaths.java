package dev.tandem.scanner.nio;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/** Takes paths across between raw bytes and the platform's own without losing any; only URIs can do that. */
final class NioPaths {
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private NioPaths() {
    }

    static Path path(RawPath path) throws FileSystemException {
        // A relative Path can only be made of text, which would lose ill-formed bytes.
        RawPath absolute = path.isAbsolute() ? path : absolute(path);
        try {
            return absolute.toPath();
        } catch (IllegalArgumentException unfit) {
            throw new FileSystemException(path.toString(), null, "no possible path here: " + unfit.getMessage());
        }
    }

    private static RawPath absolute(RawPath path) {
        RawPath absolute = RawPath.of(Path.of("").toAbsolutePath());
        for (RawName name : path.names()) {
            absolute = absolute.child(name);
        }
        return absolute;
    }

    /** Returns the last name of an absolute path. */
    static RawName name(Path path) {
        String text = path.getFileName().toString();
        // Cheap where it cannot go wrong: making a URI asks the disk whether it is a directory.
        return isAscii(text) ? RawName.of(text) : RawPath.of(path).name();
    }

    /** Returns the bytes of a link's target. */
    static byte[] target(Path target) {
        String text = target.toString();
        if (WINDOWS) {
            return text.replace('\\', '/').getBytes(StandardCharsets.UTF_8);
        }
        if (isAscii(text)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        byte[] absolute = decoded(target.toAbsolutePath());
        if (target.isAbsolute()) {
            return absolute;
        }
        byte[] base = decoded(Path.of("").toAbsolutePath());
        int prefix = base.length == 1 ? 1 : base.length + 1;
        return Arrays.copyOfRange(absolute, prefix, absolute.length);
    }

    private static byte[] decoded(Path absolute) {
        String raw = absolute.toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(raw.charAt(i));
            }
        }
        byte[] result = bytes.toByteArray();
        boolean slashed = result.length > 1 && result[result.length - 1] == '/';
        return slashed ? Arrays.copyOf(result, result.length - 1) : result;
    }

    /** Returns the platform's path for a link's target, absolute or not. */
    static Path target(byte[] target, RawPath link) throws FileSystemException {
        try {
            String text = new String(target, StandardCharsets.UTF_8);
            boolean ascii = text.length() == target.length && isAscii(text);
            return WINDOWS || ascii ? Path.of(text) : ofBytes(target);
        } catch (IllegalArgumentException unfit) {
            throw new FileSystemException(link.toString(), null, "no possible target: " + unfit.getMessage());
        }
    }

    private static Path ofBytes(byte[] target) {
        boolean absolute = target[0] == '/';
        StringBuilder uri = new StringBuilder(absolute ? "file://" : "file:///");
        for (byte b : target) {
            if (b == '/') {
                uri.append('/');
            } else {
                uri.append('%').append(HexFormat.of().toHexDigits(b));
            }
        }
        Path path = Path.of(URI.create(uri.toString()));
        return absolute ? path : path.subpath(0, path.getNameCount());
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
