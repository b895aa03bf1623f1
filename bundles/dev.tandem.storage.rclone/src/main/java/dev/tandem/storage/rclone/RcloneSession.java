package dev.tandem.storage.rclone;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.Quota;
import dev.tandem.storage.spi.ServerCopy;
import dev.tandem.storage.spi.StorageSession;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A remote of rclone. What it can do is tried out when it is first asked for. */
final class RcloneSession implements StorageSession {
    private final Operations operations;
    private final Uploads uploads;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();
    // Found out twice at worst, with the same result.
    private volatile Set<Capability> capabilities;

    RcloneSession(Operations operations, Runnable whenClosed) {
        this.operations = operations;
        this.uploads = new Uploads(operations);
        this.whenClosed = whenClosed;
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> known = capabilities;
        if (known == null) {
            known = Probe.of(operations);
            capabilities = known;
        }
        return known;
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        boolean any = false;
        try (Listing listing = operations.list(directory)) {
            for (var entry = listing.next(directory); entry.isPresent(); entry = listing.next(directory)) {
                any = true;
                if (!Names.isTemporary(entry.get().path().name())) {
                    sink.accept(entry.get());
                }
            }
        } catch (StorageException e) {
            // Where directories are no things of their own, the empty storage is one that is not there.
            if (e.kind() != Kind.NOT_FOUND || !directory.equals(RemotePath.ROOT) || operations.features().directories()) {
                throw e;
            }
        }
        if (!any && !directory.equals(RemotePath.ROOT) && !operations.features().directories()) {
            throw missing("list", directory);
        }
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        return operations.stat(path);
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        return operations.read(path, offset, length);
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        return uploads.write(path, content, options);
    }

    @Override
    public void makeDirectory(RemotePath directory) throws StorageException {
        Names.refuseUnlessObject(directory);
        if (!operations.features().directories()) {
            StorageSession.super.makeDirectory(directory);
        }
        Optional<ObjectInfo> there = operations.stat(directory);
        if (there.isEmpty()) {
            operations.makeDirectory(directory);
        } else if (!there.get().directory()) {
            throw exists("make", directory);
        }
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        Names.refuseUnlessObject(path);
        try {
            operations.delete(path);
        } catch (StorageException e) {
            // Of a directory some services say that it is no object, others that there is none.
            if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.INVALID) {
                throw e;
            }
            Optional<ObjectInfo> there = operations.stat(path);
            if (there.isPresent()) {
                deleteDirectory(there.get(), e);
            }
        }
    }

    private void deleteDirectory(ObjectInfo there, StorageException why) throws StorageException {
        if (!there.directory()) {
            throw why;
        }
        if (!operations.features().directories()) {
            throw new StorageException(Kind.INVALID, operations.purpose("delete", there.path()).cannot()
                    + "it is a directory in use; delete what is in it");
        }
        operations.deleteDirectory(there.path());
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        Names.refuseUnlessObject(from);
        Names.refuseUnlessObject(to);
        if (!operations.features().renames()) {
            throw new StorageException(Kind.UNSUPPORTED, operations.purpose("rename", from).cannot()
                    + "the service does not rename");
        }
        ObjectInfo source = operations.stat(from).orElseThrow(() -> missing("rename", from));
        Optional<ObjectInfo> target = operations.stat(to);
        if (target.isPresent() && (!replace || source.directory())) {
            throw exists("rename " + from + " to", to);
        }
        if (target.filter(ObjectInfo::directory).isPresent()) {
            throw new StorageException(Kind.INVALID, operations.purpose("rename " + from + " to", to).cannot()
                    + "it is a folder");
        }
        if (source.directory()) {
            renameDirectory(from, to);
        } else if (target.isPresent() && !from.equals(to)) {
            uploads.moveOver(from, to);
        } else if (target.isEmpty()) {
            operations.move(from, to);
        }
    }

    private void renameDirectory(RemotePath from, RemotePath to) throws StorageException {
        if (!operations.features().has("DirMove") || !operations.features().directories()) {
            throw new StorageException(Kind.UNSUPPORTED, operations.purpose("rename", from).cannot()
                    + "the service does not rename folders");
        }
        operations.moveDirectory(from, to);
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        Features features = operations.features();
        if (type == Quota.class && features.has("About")) {
            return Optional.of(type.cast(new Room()));
        }
        return type == ServerCopy.class && features.has("Copy") ? Optional.of(type.cast((ServerCopy) this::copy))
                : Optional.empty();
    }

    private final class Room implements Quota {
        @Override
        public OptionalLong free() throws StorageException {
            return operations.room("free");
        }

        @Override
        public OptionalLong total() throws StorageException {
            return operations.room("total");
        }
    }

    private ObjectInfo copy(RemotePath from, RemotePath to) throws StorageException {
        Names.refuseUnlessObject(from);
        Names.refuseUnlessObject(to);
        operations.copy(from, to);
        return operations.stat(to).orElseThrow(() -> missing("copy to", to));
    }

    private StorageException missing(String doing, RemotePath path) {
        return new StorageException(Kind.NOT_FOUND, operations.purpose(doing, path).cannot() + "it is not there");
    }

    private StorageException exists(String doing, RemotePath path) {
        return new StorageException(Kind.EXISTS, operations.purpose(doing, path).cannot() + "it is there already");
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            whenClosed.run();
        }
    }
}
