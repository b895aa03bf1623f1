package dev.tandem.storage.http;

import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.OptionalLong;

/** What a server answered. Closing it before its body is read to the end closes the connection. */
public final class Answer implements AutoCloseable {
    /** What is read and forgotten rather than closing a connection for it. */
    private static final int WORTH_DRAINING = 64 << 10;

    private final HttpResponse<ResponseStream> response;
    private final Purpose purpose;

    Answer(HttpResponse<ResponseStream> response, Purpose purpose) {
        this.response = response;
        this.purpose = purpose;
    }

    /** Returns the status, {@code 200}. */
    public int status() {
        return response.statusCode();
    }

    /** Tells whether the request was done. */
    public boolean succeeded() {
        return status() >= 200 && status() < 300;
    }

    /** Returns the first header of this name. */
    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** Returns how many bytes the server says the body has, or would have after a {@code HEAD}. */
    public OptionalLong length() {
        try {
            return response.headers().firstValueAsLong("Content-Length");
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns the body, which fails with {@link StorageException} where the connection does. */
    public InputStream body() {
        return response.body();
    }

    /**
     * Returns the whole body.
     *
     * @throws StorageException {@code FAILED} where it has more than {@code most} bytes
     */
    public byte[] small(int most) throws StorageException {
        try (this) {
            byte[] bytes = body().readNBytes(most);
            if (bytes.length == most && body().read() >= 0) {
                throw new StorageException(StorageException.Kind.FAILED,
                        purpose.cannot() + "the server answers with more than " + most + " bytes");
            }
            return bytes;
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.broken(purpose, e);
        }
    }

    /** Returns this where the request was done. Else closes it and throws the {@link #failure}. */
    public Answer orFail() throws StorageException {
        if (succeeded()) {
            return this;
        }
        throw failure();
    }

    /** Closes the answer and returns what its status means. */
    public StorageException failure() {
        close();
        return Failures.of(purpose, this);
    }

    /** Returns what the request was made for. */
    public Purpose purpose() {
        return purpose;
    }

    /** Lets the connection serve another request where the rest of the body is not known to be large. */
    @Override
    public void close() {
        try (ResponseStream body = response.body()) {
            if (length().orElse(0) <= WORTH_DRAINING) {
                body.skip(WORTH_DRAINING);
            }
        } catch (IOException e) {
            // Nobody waits for these bytes, and the connection is closed.
            System.getLogger(Answer.class.getName()).log(System.Logger.Level.DEBUG, "the rest of an answer is lost", e);
        }
    }
}
