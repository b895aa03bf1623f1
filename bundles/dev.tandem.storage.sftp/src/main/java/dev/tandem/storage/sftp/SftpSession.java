package dev.tandem.storage.sftp;

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
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A folder of a server and what is below it. */
final class SftpSession implements StorageSession {
    private interface Call<T> {
        T run(RemoteFiles files) throws IOException;
    }

    private final Links links;
    private final Names names;
    private final boolean copies;
    private final boolean countsRoom;
    private final Unfinished unfinished = new Unfinished();
    private final HardLinks hardLinks = new HardLinks();
    // Found out twice at worst, with the same result.
    private volatile Set<Capability> capabilities;

    /** @param files one of the links, whose server is like that of all others */
    SftpSession(Links links, Names names, RemoteFiles files) {
        this.links = links;
        this.names = names;
        this.copies = files.has(RemoteFiles.COPY);
        this.countsRoom = files.has(RemoteFiles.STAT_VFS);
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> known = capabilities;
        if (known == null) {
            known = new Probe(links, names, hardLinks).find();
            capabilities = known;
        }
        return known;
    }

    @Override
    public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
        String folder = names.of(directory);
        call("list", folder, files -> {
            try {
                new Listing(files, folder, directory, sink).tell();
            } catch (StatusException e) {
                // Some servers have no word for a folder that is none.
                if (files.stat(folder).await().isDirectory()) {
                    throw e;
                }
                throw new StorageException(Kind.NOT_FOUND, "cannot list " + folder + ": it is no folder", e);
            }
            return null;
        });
    }

    @Override
    public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        return call("look at", names.of(path), files -> {
            Optional<ObjectInfo> info = files.stat(names.of(path)).awaitIfThere()
                    .flatMap(file -> Listing.infoOf(path, file));
            if (info.isEmpty()) {
                refuseIfVanished(files);
            }
            return info;
        });
    }

    @Override
    public InputStream read(RemotePath path, long offset, long length) throws StorageException {
        return call("read", names.of(path), files -> RangeStream.open(files, names.of(path), offset, length));
    }

    @Override
    public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        String target = names.ofNew(path);
        return call("write", target, files -> {
            Attributes file = writer(files).write(target, content, options);
            return new ObjectInfo(path, false, file.size(), file.modified());
        });
    }

    private ObjectWriter writer(RemoteFiles files) {
        return new ObjectWriter(files, names.root(), unfinished, hardLinks);
    }

    @Override
    public void makeDirectory(RemotePath directory) throws StorageException {
        String folder = names.ofNew(directory);
        call("make", folder, files -> {
            Optional<Attributes> there = files.stat(folder).awaitIfThere();
            if (there.isPresent() && !there.get().isDirectory()) {
                throw Failures.exists("make the folder", folder, null);
            }
            if (there.isEmpty()) {
                Folders.make(files, folder, names.root());
            }
            return null;
        });
    }

    @Override
    public void delete(RemotePath path) throws StorageException {
        String file = names.ofNew(path);
        call("delete", file, files -> {
            try {
                files.remove(file).await();
            } catch (StatusException e) {
                deleteOther(files, file, e);
            }
            return null;
        });
    }

    /** Deletes what is no ordinary file, if it is there at all. */
    private void deleteOther(RemoteFiles files, String path, StatusException because) throws IOException {
        Optional<Attributes> there = files.statLink(path).awaitIfThere();
        if (there.isEmpty()) {
            refuseIfVanished(files);
        } else if (there.get().isDirectory()) {
            deleteFolder(files, path);
        } else if (because.code() == StatusException.PERMISSION_DENIED) {
            // Windows and some network mounts delete no read-only file.
            files.setMode(path, 0600).await();
            files.remove(path).await();
        } else {
            throw because;
        }
    }

    private static void deleteFolder(RemoteFiles files, String path) throws IOException {
        try {
            files.removeDirectory(path).await();
        } catch (StatusException e) {
            throw e.code() == StatusException.FAILURE ? Failures.notEmpty("delete", path, e) : e;
        }
    }

    @Override
    public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        String source = names.ofNew(from);
        String target = names.ofNew(to);
        call("rename", source, files -> {
            boolean folder = files.statLink(source).await().isDirectory();
            if (folder && (target + "/").startsWith(source + "/")) {
                throw new StorageException(Kind.INVALID, "cannot rename " + source + " to " + target
                        + ": a folder cannot be in itself");
            }
            if (!Names.folderOf(target).equals(Names.folderOf(source))) {
                Folders.make(files, Names.folderOf(target), names.root());
            }
            if (folder) {
                new Mover(files, hardLinks).renameOntoNothing(source, target);
            } else if (replace) {
                new Mover(files, hardLinks).replace(source, target);
            } else {
                new Mover(files, hardLinks).place(source, target);
            }
            return null;
        });
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        if (type == Quota.class && countsRoom) {
            return Optional.of(type.cast(new ServerQuota(this::room)));
        }
        if (type == ServerCopy.class && copies) {
            return Optional.of(type.cast((ServerCopy) this::copy));
        }
        return Optional.empty();
    }

    private RemoteFiles.Room room() throws StorageException {
        return call("ask for the room on the disk of", names.root(), files -> files.room(names.root()).await());
    }

    private ObjectInfo copy(RemotePath from, RemotePath to) throws StorageException {
        String source = names.ofNew(from);
        String target = names.ofNew(to);
        return call("copy", source, files -> {
            Attributes copy = writer(files).copy(source, target);
            return new ObjectInfo(to, false, copy.size(), copy.modified());
        });
    }

    @Override
    public void close() {
        if (!unfinished.isEmpty()) {
            links.alive().ifPresent(unfinished::removeAll);
        }
        links.close();
    }

    private <T> T call(String doing, String path, Call<T> call) throws StorageException {
        try {
            if (Thread.currentThread().isInterrupted()) {
                // Before anything is asked for that would be done although nobody waits.
                throw new InterruptedIOException("interrupted");
            }
            RemoteFiles files = links.get();
            try {
                return call.run(files);
            } catch (StatusException e) {
                if (StatusException.isMissing(e)) {
                    refuseIfVanished(files);
                }
                throw e;
            }
        } catch (IOException e) {
            throw Failures.of(doing, path, e);
        }
    }

    /** An unmounted volume is absent, never empty. */
    private void refuseIfVanished(RemoteFiles files) throws IOException {
        if (!Folders.isFolder(files, names.root())) {
            throw Folders.vanished(names.root());
        }
    }
}
