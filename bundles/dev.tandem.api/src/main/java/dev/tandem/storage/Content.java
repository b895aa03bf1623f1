package dev.tandem.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/** Bytes to be written, which can be read more than once so that a failed write can be repeated. */
@ConsumerType
public interface Content {
    /** Returns the exact number of bytes {@link #open} yields. */
    long length();

    /**
     * Returns a new stream over all bytes, which the caller closes.
     *
     * @throws IOException when the source cannot be read
     */
    InputStream open() throws IOException;

    /** Returns content that reads {@code bytes} in place; they must not change until the write has returned. */
    static Content of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** Returns content that reads part of {@code bytes} in place. */
    static Content of(byte[] bytes, int offset, int length) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes, offset, length);
            }
        };
    }

    /**
     * Returns content that reads {@code file}, which must not change until the write has returned.
     *
     * @throws IOException when the file's size cannot be read
     */
    static Content of(Path file) throws IOException {
        long length = Files.size(file);
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }
}
