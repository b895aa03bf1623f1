package dev.tandem.storage.rest;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.http.Answer;
import dev.tandem.storage.http.Purpose;
import dev.tandem.storage.http.Ranges;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.storage.spi.TreeListing;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A repository on a REST server: the files restic knows, and no others. */
final class RestSession implements StorageSession, TreeListing {
    private final Rest rest;

    RestSession(Rest rest) {
        this.rest = rest;
    }

    /** What the protocol has. Some servers have more, but do not tell. */
    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.RANGE_READ, Capability.CONCURRENT);
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        Purpose purpose = new Purpose("list", named(directory));
        boolean found = switch (Place.of(directory).orElse(null)) {
            case Place.Root() -> listRoot(sink);
            case Place.Folder(String kind, String prefix) when kind.equals(Place.PACKS) && prefix.isEmpty() ->
                    listPrefixes(purpose, sink);
            case Place.Folder folder -> listFiles(folder, purpose, sink);
            case null, default -> false;
        };
        if (!found) {
            throw new StorageException(Kind.NOT_FOUND, purpose.cannot() + "there is nothing in it");
        }
    }

    /** The root is there, whatever is in it. */
    private boolean listRoot(Consumer<? super ObjectInfo> sink) throws StorageException {
        stat(RemotePath.of("config")).ifPresent(sink);
        for (String kind : Place.KINDS) {
            stat(RemotePath.of(kind)).ifPresent(sink);
        }
        return true;
    }

    private boolean listPrefixes(Purpose purpose, Consumer<? super ObjectInfo> sink) throws StorageException {
        Set<String> prefixes = new TreeSet<>();
        rest.list(Place.PACKS, purpose, (id, size) -> {
            prefixes.add(id.substring(0, Place.PREFIX));
            return true;
        });
        prefixes.forEach(prefix -> sink.accept(folder(RemotePath.of(Place.PACKS, prefix))));
        return !prefixes.isEmpty();
    }

    private boolean listFiles(Place.Folder folder, Purpose purpose, Consumer<? super ObjectInfo> sink)
            throws StorageException {
        var any = new AtomicBoolean();
        rest.list(folder.kind(), purpose, (id, size) -> {
            if (id.startsWith(folder.prefix())) {
                any.set(true);
                sink.accept(file(Place.path(folder.kind(), id), size));
            }
            return true;
        });
        return any.get();
    }

    /** The server tells of all packs at once, whatever is asked of them. */
    @Override
    public void listTree(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        Purpose purpose = new Purpose("list", named(directory));
        if (!(Place.of(directory).orElse(null) instanceof Place.Folder folder) || !listFiles(folder, purpose, sink)) {
            throw new StorageException(Kind.NOT_FOUND, purpose.cannot() + "there is nothing in it");
        }
    }

    private static ObjectInfo folder(RemotePath path) {
        return new ObjectInfo(path, true, 0, Optional.empty());
    }

    private static ObjectInfo file(RemotePath path, long size) {
        return new ObjectInfo(path, false, size, Optional.empty());
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        Purpose purpose = new Purpose("look at", named(path));
        return switch (Place.of(path).orElse(null)) {
            case Place.Root() -> Optional.of(folder(path));
            case Place.Folder folder -> holdsAnything(folder, purpose) ? Optional.of(folder(path)) : Optional.empty();
            case Place.Config() -> stat(path, rest.config(), purpose);
            case Place.Named file -> stat(path, rest.file(file), purpose);
            case null -> Optional.empty();
        };
    }

    private Optional<ObjectInfo> stat(RemotePath path, URI file, Purpose purpose) throws StorageException {
        OptionalLong size = rest.size(file, purpose);
        return size.isPresent() ? Optional.of(file(path, size.getAsLong())) : Optional.empty();
    }

    private boolean holdsAnything(Place.Folder folder, Purpose purpose) throws StorageException {
        var any = new AtomicBoolean();
        rest.list(folder.kind(), purpose, (id, size) -> {
            any.set(id.startsWith(folder.prefix()));
            return !any.get();
        });
        return any.get();
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        Purpose purpose = new Purpose("read", named(path));
        URI file = switch (Place.of(path).orElse(null)) {
            case Place.Config() -> rest.config();
            case Place.Named named -> rest.file(named);
            case null, default -> throw new StorageException(Kind.NOT_FOUND, purpose.cannot() + "it is no file here");
        };
        return Ranges.read(rest.request("GET", file, purpose), purpose, offset, length);
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        Purpose purpose = new Purpose("write", named(path));
        URI file = writable(path, purpose);
        if (options.ifTag().isPresent()) {
            throw new StorageException(Kind.CHANGED, purpose.cannot() + "files on a REST server never have the tag "
                    + options.ifTag().get());
        }
        if (options.ifAbsent() && rest.size(file, purpose).isPresent()) {
            throw exists(purpose);
        }
        try (Answer answer = rest.request("POST", file, purpose).header("Content-Type", "application/octet-stream")
                .send(content)) {
            if (answer.status() == 403 && rest.size(file, purpose).isPresent()) {
                throw options.ifAbsent() ? exists(purpose) : new StorageException(Kind.DENIED, purpose.cannot()
                        + "it is there, and the server replaces nothing");
            }
            answer.orFail();
        }
        return file(path, content.length());
    }

    private URI writable(RemotePath path, Purpose purpose) throws StorageException {
        return switch (Place.of(path).orElse(null)) {
            case Place.Config() -> rest.config();
            case Place.Named named -> rest.file(named);
            case Place.Root() -> throw new StorageException(Kind.INVALID, "the location itself is no object");
            case Place.Folder _ -> throw new StorageException(Kind.INVALID, purpose.cannot() + "it is a folder");
            case null -> throw new StorageException(Kind.UNSUPPORTED, purpose.cannot() + "a REST server keeps the files "
                    + "of a restic repository only, and this is none");
        };
    }

    private static StorageException exists(Purpose purpose) {
        return new StorageException(Kind.EXISTS, purpose.cannot() + "it is there already");
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        Purpose purpose = new Purpose("delete", named(path));
        switch (Place.of(path).orElse(null)) {
            case Place.Config() -> delete(rest.config(), purpose);
            case Place.Named named -> delete(rest.file(named), purpose);
            case Place.Folder folder -> requireEmpty(folder, purpose);
            case Place.Root() -> throw new StorageException(Kind.INVALID, "the location itself cannot be deleted");
            case null -> {
                // What can never be there is not there.
            }
        }
    }

    private void requireEmpty(Place.Folder folder, Purpose purpose) throws StorageException {
        if (holdsAnything(folder, purpose)) {
            throw new StorageException(Kind.INVALID,
                    purpose.cannot() + "the folder is not empty; delete what is in it first");
        }
    }

    private void delete(URI file, Purpose purpose) throws StorageException {
        try (Answer answer = rest.request("DELETE", file, purpose).send()) {
            if (answer.status() == 403 || answer.status() == 405) {
                throw new StorageException(Kind.DENIED, purpose.cannot() + "the server lets nothing be deleted but locks "
                        + "(it is append-only), or not by this user (" + answer.status() + ")");
            }
            if (answer.status() != 404) {
                answer.orFail();
            }
        }
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        throw new StorageException(Kind.UNSUPPORTED, "cannot rename " + from + " to " + to + ": a REST server renames "
                + "nothing");
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        return type == TreeListing.class ? Optional.of(type.cast(this)) : Optional.empty();
    }

    private String named(RemotePath path) {
        return path.value().isEmpty() ? rest.endpoint().toString() : path.value();
    }

    @Override
    public void close() {
        rest.close();
    }
}
