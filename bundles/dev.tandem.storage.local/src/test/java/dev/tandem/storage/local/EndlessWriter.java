package dev.tandem.storage.local;

import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A program that starts a write which does not end, for a test that kills it. */
final class EndlessWriter {
    private EndlessWriter() { }

    public static void main(String[] args) throws Exception {
        new LocalSession(Path.of(args[0])).write(new RemotePath(args[1]), new Content() {
            @Override
            public long length() {
                return Long.MAX_VALUE;
            }

            @Override
            public InputStream open() {
                return new Slow();
            }
        }, WriteOptions.OVERWRITE);
    }

    private static final class Slow extends InputStream {
        @Override
        public int read() throws IOException {
            return 'x';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return super.read(bytes, offset, length);
        }
    }
}
