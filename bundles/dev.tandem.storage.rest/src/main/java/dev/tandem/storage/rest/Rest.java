package dev.tandem.storage.rest;

import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.http.Answer;
import dev.tandem.storage.http.Endpoint;
import dev.tandem.storage.http.HttpStorage;
import dev.tandem.storage.http.Purpose;
import dev.tandem.storage.http.Request;
import java.net.URI;
import java.util.OptionalLong;

/** The requests of restic's REST protocol. */
final class Rest implements AutoCloseable {
    private static final String LISTING = "application/vnd.x.restic.rest.v2";

    private final HttpStorage http;

    Rest(Endpoint endpoint) throws StorageException {
        this.http = new HttpStorage(endpoint);
    }

    Endpoint endpoint() {
        return http.endpoint();
    }

    Request request(String method, URI uri, Purpose purpose) {
        return http.request(method, uri, purpose);
    }

    URI config() {
        return endpoint().uri(RemotePath.of("config"));
    }

    URI file(Place.Named file) {
        return endpoint().uri(RemotePath.of(file.kind(), file.id()));
    }

    /** Makes the folders of a repository; nothing happens if they are there. */
    void create() throws StorageException {
        Purpose purpose = new Purpose("make a repository at", endpoint().toString());
        request("POST", URI.create(endpoint().base() + "?create=true"), purpose).send().orFail().close();
    }

    /** Returns the size of a file; empty where it is not there. */
    OptionalLong size(URI file, Purpose purpose) throws StorageException {
        try (Answer answer = request("HEAD", file, purpose).send()) {
            if (answer.status() == 404) {
                return OptionalLong.empty();
            }
            OptionalLong size = answer.orFail().length();
            if (size.isEmpty()) {
                throw new StorageException(Kind.FAILED, purpose.cannot() + "the server does not tell its size");
            }
            return size;
        }
    }

    /** Tells of all files of a kind. */
    void list(String kind, Purpose purpose, FileListing.Sink sink) throws StorageException {
        URI folder = endpoint().folder(RemotePath.of(kind));
        try (Answer answer = request("GET", folder, purpose).header("Accept", LISTING).send()) {
            if (answer.status() == 404) {
                return;
            }
            String type = answer.orFail().header("Content-Type").orElse("");
            if (!type.startsWith(LISTING)) {
                throw new StorageException(Kind.UNSUPPORTED, purpose.cannot() + "the server does not speak version 2 of "
                        + "restic's REST protocol; update it, and check that the address is a repository's");
            }
            FileListing.read(purpose, answer.body(), sink);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
