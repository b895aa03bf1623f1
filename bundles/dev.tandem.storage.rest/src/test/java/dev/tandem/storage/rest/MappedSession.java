package dev.tandem.storage.rest;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import dev.tandem.storage.spi.TreeListing;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gives the files of a repository any names, so that the rules of the contract can be tried: each is kept under the SHA-256
 * of its path, half of them as packs. All but the names is the session's own.
 */
final class MappedSession implements StorageSession {
    private final StorageSession inside;
    /** What every session of a place knows. */
    private final Map<String, RemotePath> paths;

    MappedSession(StorageSession inside, Map<String, RemotePath> paths) {
        this.inside = inside;
        this.paths = paths;
    }

    private RemotePath legal(RemotePath path) {
        if (path.value().isEmpty()) {
            return path;
        }
        try {
            String id = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(path.value().getBytes(StandardCharsets.UTF_16BE)));
            paths.put(id, path);
            return Place.path(id.charAt(0) < '8' ? "data" : "snapshots", id);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    @Override
    public Set<Capability> capabilities() {
        return inside.capabilities();
    }

    private void all(Consumer<ObjectInfo> sink) throws StorageException {
        TreeListing tree = inside.facet(TreeListing.class).orElseThrow();
        for (String kind : new String[] {"data", "snapshots"}) {
            try {
                tree.listTree(RemotePath.of(kind), info -> sink.accept(named(paths.get(info.path().name()), info)));
            } catch (StorageException e) {
                if (e.kind() != Kind.NOT_FOUND) {
                    throw e;
                }
            }
        }
    }

    private static ObjectInfo named(RemotePath path, ObjectInfo info) {
        return new ObjectInfo(path, false, info.size(), info.modified(), info.tag());
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        Map<RemotePath, ObjectInfo> entries = new HashMap<>();
        all(info -> {
            for (RemotePath at = info.path(); !at.value().isEmpty(); at = at.parent()) {
                if (at.parent().equals(directory)) {
                    entries.put(at, at == info.path() ? info : new ObjectInfo(at, true, 0, Optional.empty()));
                }
            }
        });
        if (entries.isEmpty() && !directory.value().isEmpty()) {
            throw new StorageException(Kind.NOT_FOUND, "nothing is below " + directory);
        }
        entries.values().forEach(sink);
    }

    private boolean isFolder(RemotePath path) throws StorageException {
        boolean[] any = {false};
        all(info -> any[0] |= info.path().value().startsWith(path + "/"));
        return any[0];
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        Optional<ObjectInfo> found = inside.stat(legal(path));
        if (found.isPresent()) {
            return found.map(info -> path.value().isEmpty() ? info : named(path, info));
        }
        return isFolder(path) ? Optional.of(new ObjectInfo(path, true, 0, Optional.empty())) : Optional.empty();
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        try {
            return inside.read(legal(path), offset, length);
        } catch (StorageException e) {
            throw new StorageException(e.kind(), path + ": " + e.getMessage(), e, e.retryable(), null);
        }
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        return named(path, inside.write(legal(path), content, options));
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        if (!path.value().isEmpty() && isFolder(path)) {
            throw new StorageException(Kind.INVALID, path + " is not empty");
        }
        inside.delete(legal(path));
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        inside.rename(from, to, replace);
    }

    @Override
    public void close() {
        inside.close();
    }
}
