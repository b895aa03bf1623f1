package dev.tandem.storage.s3;

import dev.tandem.storage.Content;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import software.amazon.awssdk.http.ContentStreamProvider;

/** Content as the SDK takes it, which reads it twice where it signs it. */
final class Source implements ContentStreamProvider, Closeable {
    private final Content content;
    private final String what;
    private SourceStream latest;

    /** @param what {@code cannot write s3://bucket/key} */
    Source(Content content, String what) {
        this.content = content;
        this.what = what;
    }

    @Override
    public InputStream newStream() {
        try {
            return open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SourceStream open() throws IOException {
        close();
        latest = new SourceStream(content, what);
        return latest;
    }

    /** Returns the digest of what was read last. */
    byte[] md5() {
        return latest.md5();
    }

    /** Reads everything beforehand, and returns its digest. */
    byte[] digest() throws IOException {
        SourceStream in = open();
        in.transferTo(OutputStream.nullOutputStream());
        return in.md5();
    }

    @Override
    public void close() throws IOException {
        if (latest != null) {
            latest.close();
        }
    }
}
