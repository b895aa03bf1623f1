package dev.tandem.storage.s3;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The bucket of a session, and the way to it.
 *
 * @param client  closed by the session
 * @param name    the bucket
 * @param keys    where in it
 * @param options how to use it
 * @param sizes   what goes up and is copied in one piece
 * @param names   how the service tells names
 */
record Bucket(S3Client client, String name, Keys keys, Options options, Sizes sizes,
        EncodedNames names) {
    /** Something to ask the service. */
    interface Call<T> {
        T run() throws IOException;
    }

    /** Asks the service; {@code doing} completes "cannot …". */
    <T> T call(String doing, RemotePath path, Call<T> call) throws StorageException {
        String what = cannot(doing, path);
        if (Thread.currentThread().isInterrupted()) {
            throw new StorageException(Kind.FAILED, what + ": interrupted");
        }
        try {
            return call.run();
        } catch (IOException | UncheckedIOException | SdkException e) {
            throw Failures.of(what, e);
        }
    }

    String cannot(String doing, RemotePath path) {
        return "cannot " + doing + " s3://" + name + "/" + keys.of(path);
    }

    /** Returns what is known of an object; empty where there is none. */
    Optional<HeadObjectResponse> head(RemotePath path) throws StorageException {
        return head(path, keys.of(path));
    }

    /** Returns what is known of the object with this key, for the sake of {@code path}. */
    Optional<HeadObjectResponse> head(RemotePath path, String key) throws StorageException {
        try {
            return Optional.of(call("look at", path, () -> client.headObject(head -> head.bucket(name).key(key))));
        } catch (StorageException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
