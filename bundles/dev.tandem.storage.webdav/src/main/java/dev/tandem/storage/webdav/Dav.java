package dev.tandem.storage.webdav;

import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.http.Answer;
import dev.tandem.storage.http.CutUpload;
import dev.tandem.storage.http.Endpoint;
import dev.tandem.storage.http.HttpStorage;
import dev.tandem.storage.http.Purpose;
import dev.tandem.storage.http.Request;
import dev.tandem.storage.webdav.Resource.Property;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The requests of WebDAV (RFC 4918) on the paths of a storage. */
final class Dav implements AutoCloseable {
    private static final byte[] ABOUT_OBJECTS = propfind(Property.GETCONTENTLENGTH, Property.GETLASTMODIFIED,
            Property.GETETAG);
    private static final byte[] ABOUT_ROOM = propfind(Property.QUOTA_AVAILABLE_BYTES, Property.QUOTA_USED_BYTES);
    private static final int MULTISTATUS = 207;
    private static final int ATTEMPTS_AT_A_LOCK = 8;
    private static final long PAUSE_MILLIS = 20;

    private final HttpStorage http;

    Dav(Endpoint endpoint) throws StorageException {
        this.http = new HttpStorage(endpoint);
    }

    private static byte[] propfind(Property... properties) {
        StringBuilder body = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>")
                .append("<D:propfind xmlns:D=\"DAV:\"><D:prop><D:resourcetype/>");
        for (Property property : properties) {
            body.append("<D:").append(property.element()).append("/>");
        }
        return body.append("</D:prop></D:propfind>").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Puts half of what it claims at {@code path}. */
    void putHalf(RemotePath path) throws IOException {
        CutUpload.put(http, uri(path));
    }

    Endpoint endpoint() {
        return http.endpoint();
    }

    URI uri(RemotePath path) {
        return endpoint().uri(path);
    }

    Request request(String method, URI uri, Purpose purpose) {
        return http.request(method, uri, purpose);
    }

    /** Tells of everything in a folder, unfinished writes included. */
    void list(RemotePath directory, Consumer<ObjectInfo> sink) throws StorageException {
        Purpose purpose = new Purpose("list", named(directory));
        URI folder = endpoint().folder(directory);
        try (Answer answer = about(folder, 1, ABOUT_OBJECTS, purpose)) {
            boolean absent = answer.status() == 404 || answer.status() == 410;
            if (absent || isVague(answer.status()) && !directory.value().isEmpty() && !isFolder(directory)) {
                throw noFolder(purpose);
            }
            requireMultistatus(answer);
            Multistatus.read(purpose, answer.body(), resource -> {
                String name = Names.inside(folder, resource.href(), purpose.cannot());
                if (name.isEmpty() && !resource.collection()) {
                    throw noFolder(purpose);
                }
                if (!name.isEmpty() && resource.status() != 404) {
                    sink.accept(info(directory.child(name), resource, purpose));
                }
            });
        }
    }

    private static StorageException noFolder(Purpose purpose) {
        return new StorageException(Kind.NOT_FOUND, purpose.cannot() + "there is no such folder");
    }

    /** Returns what is known of {@code path}. */
    Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        Purpose purpose = new Purpose("look at", named(path));
        Optional<Resource> found = resource(uri(path), path, ABOUT_OBJECTS, purpose);
        return found.isEmpty() ? Optional.empty() : Optional.of(info(path, found.get(), purpose));
    }

    /** Returns whether {@code path} is a folder. */
    boolean isFolder(RemotePath path) throws StorageException {
        return stat(path).filter(ObjectInfo::directory).isPresent();
    }

    /** Returns what the server tells of the room in the storage. */
    Resource room() throws StorageException {
        Purpose purpose = new Purpose("ask for the room in", endpoint().toString());
        return resource(endpoint().base(), RemotePath.ROOT, ABOUT_ROOM, purpose)
                .orElseThrow(() -> new StorageException(Kind.NOT_FOUND, purpose.cannot() + "it is not there"));
    }

    private Optional<Resource> resource(URI uri, RemotePath path, byte[] properties, Purpose purpose)
            throws StorageException {
        try (Answer answer = about(uri, 0, properties, purpose)) {
            boolean absent = answer.status() == 404 || answer.status() == 410;
            if (absent || isVague(answer.status()) && Names.isLong(path) || isBelowAnObject(answer.status(), path)) {
                return Optional.empty();
            }
            requireMultistatus(answer);
            var first = new AtomicReference<Resource>();
            Multistatus.read(purpose, answer.body(), resource -> first.compareAndSet(null, resource));
            return Optional.ofNullable(first.get()).filter(resource -> resource.status() != 404);
        }
    }

    /** Servers have many words for a path that goes on behind an object. */
    private static boolean isVague(int status) {
        return status == 400 || status == 403 || status == 405 || status == 409 || status == 414;
    }

    private boolean isBelowAnObject(int status, RemotePath path) throws StorageException {
        return isVague(status) && !path.parent().value().isEmpty() && !isFolder(path.parent());
    }

    private Answer about(URI uri, int depth, byte[] properties, Purpose purpose) throws StorageException {
        return request("PROPFIND", uri, purpose).header("Depth", String.valueOf(depth))
                .header("Content-Type", "application/xml; charset=utf-8").send(properties);
    }

    private static void requireMultistatus(Answer answer) throws StorageException {
        if (answer.orFail().status() != MULTISTATUS) {
            throw new StorageException(Kind.UNSUPPORTED, answer.purpose().cannot()
                    + "the server speaks no WebDAV here (it answers with " + answer.status() + "); check the path");
        }
    }

    private static ObjectInfo info(RemotePath path, Resource resource, Purpose purpose) throws StorageException {
        if (resource.status() >= 300) {
            throw new StorageException(Kind.FAILED, purpose.cannot() + "the server tells nothing of " + path.name()
                    + " (" + resource.status() + ")");
        }
        if (resource.collection()) {
            return new ObjectInfo(path, true, 0, resource.modified());
        }
        OptionalLong size = resource.number(Property.GETCONTENTLENGTH);
        if (size.isEmpty()) {
            throw new StorageException(Kind.FAILED, purpose.cannot() + "the server does not tell the size of "
                    + path.name());
        }
        return new ObjectInfo(path, false, size.getAsLong(), resource.modified(), resource.tag());
    }

    /** Makes a folder; nothing happens if it is there. */
    void makeFolder(RemotePath folder) throws StorageException {
        if (!folder.value().isEmpty()) {
            makeFolder(endpoint().folder(folder), folder);
        }
    }

    private void makeFolder(URI uri, RemotePath folder) throws StorageException {
        Purpose purpose = new Purpose("make the folder", named(folder));
        try (Answer answer = patiently(() -> request("MKCOL", uri, purpose))) {
            if (answer.succeeded()) {
                return;
            }
            boolean parentMissing = answer.status() == 409 || answer.status() == 404;
            if (parentMissing && !folder.parent().value().isEmpty() && !isFolder(folder.parent())) {
                makeFolder(folder.parent());
                makeFolder(uri, folder);
                return;
            }
            requireFolder(folder, answer);
        }
    }

    private void requireFolder(RemotePath folder, Answer answer) throws StorageException {
        Optional<ObjectInfo> found = stat(folder);
        if (found.isEmpty()) {
            throw answer.failure();
        }
        if (!found.get().directory()) {
            throw new StorageException(Kind.EXISTS, answer.purpose().cannot() + "an object is there");
        }
    }

    /** Makes the location itself, with the folders above it. */
    void makeBase() throws StorageException {
        makeBase(endpoint().base());
    }

    private void makeBase(URI folder) throws StorageException {
        Purpose purpose = new Purpose("make", folder.toString());
        int status;
        try (Answer answer = request("MKCOL", folder, purpose).send()) {
            status = answer.status();
            boolean parentMissing = status == 409 || status == 404;
            if (!parentMissing || folder.getRawPath().equals("/")) {
                // 405: it is there.
                if (status != 405) {
                    answer.orFail();
                }
                return;
            }
        }
        makeBase(folder.resolve(".."));
        request("MKCOL", folder, purpose).send().orFail().close();
    }

    /** Moves or copies; what is at the target is replaced, or the answer is 412. */
    Answer transfer(String method, URI from, URI to, boolean replace, Purpose purpose) throws StorageException {
        return patiently(() -> request(method, from, purpose).header("Destination", to.toString())
                .header("Overwrite", replace ? "T" : "F").header("Depth", "infinity"));
    }

    /** Deletes whatever is there, with all that is in it; nothing happens if nothing is. */
    void deleteAll(URI uri, Purpose purpose) throws StorageException {
        try (Answer answer = patiently(() -> request("DELETE", uri, purpose))) {
            if (answer.status() == MULTISTATUS) {
                throw new StorageException(Kind.FAILED, purpose.cannot() + "the server could not delete all of it");
            }
            if (answer.status() != 404 && answer.status() != 410) {
                answer.orFail();
            }
        }
    }

    /** A request that can be made. */
    private interface Ready {
        Request request();
    }

    /** Some servers lock a path for as long as a request to it takes: such a lock is waited for, but no other. */
    private static Answer patiently(Ready ready) throws StorageException {
        for (int attempt = 1;; attempt++) {
            Request request = ready.request();
            Answer answer = request.send();
            if (answer.status() != 423 || attempt == ATTEMPTS_AT_A_LOCK) {
                return answer;
            }
            answer.close();
            pause(attempt * PAUSE_MILLIS, answer.purpose());
        }
    }

    private static void pause(long millis, Purpose purpose) throws StorageException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Kind.FAILED, purpose.cannot() + "interrupted", e);
        }
    }

    private String named(RemotePath path) {
        return path.value().isEmpty() ? endpoint().toString() : path.value();
    }

    @Override
    public void close() {
        http.close();
    }
}
