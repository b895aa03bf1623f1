package dev.tandem.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Answers that the SDK reads into memory are no longer than any honest server makes them. */
final class BoundedAnswers implements ExecutionInterceptor {
    /** A page of a thousand keys of a thousand bytes, each byte written as %xx, several times over. */
    private static final int LONGEST = 16 << 20;

    @Override
    public Optional<InputStream> modifyHttpResponseContent(Context.ModifyHttpResponse context,
            ExecutionAttributes attributes) {
        boolean content = context.request() instanceof GetObjectRequest && context.httpResponse().isSuccessful();
        return content ? context.responseBody() : context.responseBody().map(Bounded::new);
    }

    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left = LONGEST;

        Bounded(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw new IOException("the server's answer is longer than " + LONGEST + " bytes");
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
