package dev.tandem.storage.webdav;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.http.Purpose;
import dev.tandem.storage.http.Ranges;
import dev.tandem.storage.spi.Quota;
import dev.tandem.storage.spi.ServerCopy;
import dev.tandem.storage.spi.StorageSession;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A folder of a WebDAV server and what is below it. What the server can do is tried out when it is first needed. */
final class WebDavSession implements StorageSession {
    private final Dav dav;
    private final Transfers transfers;
    // Found out twice at worst, with the same result.
    private volatile Set<Capability> capabilities;
    private volatile ObjectWriter writer;

    WebDavSession(Dav dav) {
        this.dav = dav;
        this.transfers = new Transfers(dav);
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> known = capabilities;
        if (known == null) {
            known = tryOut();
            capabilities = known;
        }
        return known;
    }

    private Set<Capability> tryOut() {
        try {
            return Probe.capabilities(dav);
        } catch (StorageException e) {
            System.getLogger(WebDavSession.class.getName()).log(System.Logger.Level.DEBUG,
                    () -> dav.endpoint() + " promises nothing about writing: " + e.getMessage());
            return Set.of(Capability.CONCURRENT, Capability.DIRECTORIES);
        }
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        if (!Names.isText(directory)) {
            throw new StorageException(Kind.NOT_FOUND, "cannot list " + directory + ": there is no such folder");
        }
        dav.list(directory, info -> {
            if (!Names.isTemporary(info.path().name())) {
                sink.accept(info);
            }
        });
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        return Names.isText(path) ? dav.stat(path) : Optional.empty();
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        Purpose purpose = new Purpose("read", path.value());
        if (!Names.isText(path)) {
            throw new StorageException(Kind.NOT_FOUND, purpose.cannot() + "it is not there");
        }
        URI uri = dav.uri(path);
        try {
            return Ranges.read(dav.request("GET", uri, purpose).notRedirected(), purpose, offset, length);
        } catch (StorageException e) {
            // Servers refuse it, or redirect to a page about the folder.
            if ((e.kind() == Kind.UNSUPPORTED || e.kind() == Kind.FAILED && !e.retryable()) && dav.isFolder(path)) {
                throw new StorageException(Kind.INVALID, purpose.cannot() + "it is a folder", e);
            }
            throw e;
        }
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        Names.requireNew(path);
        try {
            return writer().write(path, content, options);
        } catch (StorageException e) {
            throw refused(path, e);
        }
    }

    private ObjectWriter writer() throws StorageException {
        ObjectWriter known = writer;
        if (known == null) {
            known = new ObjectWriter(dav, Probe.putsWhole(dav));
            writer = known;
        }
        return known;
    }

    @Override
    public void makeDirectory(RemotePath directory) throws StorageException {
        Names.requireNew(directory);
        try {
            dav.makeFolder(directory);
        } catch (StorageException e) {
            throw refused(directory, e);
        }
    }

    /** A name that is too long is refused in many words. */
    private static StorageException refused(RemotePath path, StorageException failure) {
        boolean vague = failure.kind() == Kind.DENIED || failure.kind() == Kind.UNSUPPORTED
                || failure.kind() == Kind.NOT_FOUND;
        return vague && Names.isLong(path) ? new StorageException(Kind.INVALID, "the server refuses '" + path
                + "', which is probably too long for it: " + failure.getMessage(), failure) : failure;
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        Names.requireNew(path);
        Optional<ObjectInfo> there = dav.stat(path);
        if (there.isEmpty()) {
            return;
        }
        Purpose purpose = new Purpose("delete", path.value());
        if (there.get().directory()) {
            requireEmpty(path, purpose);
            dav.deleteAll(dav.endpoint().folder(path), purpose);
        } else {
            dav.deleteAll(dav.uri(path), purpose);
        }
    }

    /** WebDAV deletes a folder with all that is in it. */
    private void requireEmpty(RemotePath folder, Purpose purpose) throws StorageException {
        var used = new AtomicBoolean();
        dav.list(folder, info -> used.set(true));
        if (used.get()) {
            throw new StorageException(Kind.INVALID,
                    purpose.cannot() + "the folder is not empty; delete what is in it first");
        }
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        Names.requireNew(from);
        Names.requireNew(to);
        try {
            transfers.rename(from, to, replace);
        } catch (StorageException e) {
            throw refused(to, e);
        }
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        if (type == Quota.class) {
            return Optional.of(type.cast(new DavQuota(dav)));
        }
        return type == ServerCopy.class ? Optional.of(type.cast(transfers)) : Optional.empty();
    }

    @Override
    public void close() {
        dav.close();
    }
}
