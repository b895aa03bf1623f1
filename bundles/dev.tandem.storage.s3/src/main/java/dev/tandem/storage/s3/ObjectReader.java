package dev.tandem.storage.s3;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Opens ranges of objects. */
final class ObjectReader {
    private final Bucket bucket;

    ObjectReader(Bucket bucket) {
        this.bucket = bucket;
    }

    InputStream read(RemotePath path, long offset, long length) throws StorageException {
        if (offset < 0 || length < -1) {
            throw new StorageException(Kind.INVALID, bucket.cannot("read", path) + ": there is no range of " + length
                    + " bytes from " + offset);
        }
        if (length == 0) {
            return atEnd(path, offset, null);
        }
        try {
            return bucket.call("read", path, () -> get(path, offset, length));
        } catch (StorageException e) {
            // S3 has no empty range, and so calls one invalid that starts just at the end.
            if (e.kind() == Kind.INVALID && Failures.hasStatus(e, 416)) {
                return atEnd(path, offset, e);
            }
            throw e;
        }
    }

    private InputStream atEnd(RemotePath path, long offset, StorageException refusal) throws StorageException {
        long size = bucket.head(path).orElseThrow(() -> new StorageException(Kind.NOT_FOUND,
                bucket.cannot("read", path) + ": it is not there")).contentLength();
        if (offset > size) {
            throw new StorageException(Kind.INVALID, bucket.cannot("read", path) + ": it ends at " + size
                    + ", before the range from " + offset, refusal);
        }
        return InputStream.nullInputStream();
    }

    private InputStream get(RemotePath path, long offset, long length) {
        var request = GetObjectRequest.builder().bucket(bucket.name()).key(bucket.keys().of(path));
        boolean toEnd = length < 0 || length > Long.MAX_VALUE - offset;
        boolean all = offset == 0 && toEnd;
        if (!all) {
            request.range("bytes=" + offset + "-" + (toEnd ? "" : offset + length - 1));
        }
        return bucket.client().getObject(request.build(), new Opening(bucket.cannot("read", path), all, offset,
                toEnd ? Long.MAX_VALUE : length));
    }

    /** Hands on the stream of the answer, which the SDK's own stream would cut off when nobody reads it for a minute. */
    private record Opening(String what, boolean all, long offset, long length)
            implements ResponseTransformer<GetObjectResponse, InputStream> {
        @Override
        public InputStream transform(GetObjectResponse head, AbortableInputStream body) throws IOException {
            InputStream in = new AnswerStream(body, what, length);
            if (!all && head.contentRange() == null) {
                // The service knows no ranges, and sends everything.
                body.skipNBytes(offset);
            }
            return in;
        }

        @Override
        public boolean needsConnectionLeftOpen() {
            return true;
        }
    }

    /** Content on its way down, with failures as everybody expects them. */
    private static final class AnswerStream extends InputStream {
        private final InputStream in;
        private final String what;
        private long left;

        AnswerStream(InputStream in, String what, long left) {
            this.in = in;
            this.what = what;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            try {
                int count = in.read(target, offset, (int) Math.min(length, left));
                left -= Math.max(0, count);
                return count;
            } catch (IOException | SdkException e) {
                throw Failures.of(what, e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
