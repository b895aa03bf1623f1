package dev.tandem.storage.sftp;

import dev.tandem.storage.Content;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts files in place whole or not at all: written beside their place under another name, then renamed. */
record ObjectWriter(RemoteFiles files, String root, Unfinished unfinished, HardLinks links) {
    private static final int FILE = 0600;
    private static final int GUARDED = 0400;
    private static final int ATTEMPTS = 3;

    /** Writes {@code target} and returns what the server knows of it. */
    Attributes write(String target, Content content, WriteOptions options) throws IOException {
        if (options.ifTag().isPresent()) {
            throw new StorageException(Kind.CHANGED, "cannot write " + target + ": a file of a folder never has the tag "
                    + options.ifTag().get());
        }
        unfinished.removeWaste(files);
        Upload upload = start(target, content.length(), options);
        Attributes result = fill(target, upload, content, options);
        publish(upload.temporary(), target, options);
        return result;
    }

    /** Lets the server copy {@code source} by itself and returns what it knows of the copy. */
    Attributes copy(String source, String target) throws IOException {
        byte[] from = files.opened(files.open(source, RemoteFiles.READ));
        try {
            Attributes original = files.statOpen(from).await();
            if (original.isDirectory()) {
                throw new StorageException(Kind.INVALID, "cannot copy " + source + ": it is a folder");
            }
            Upload upload = create(target, original.size(), WriteOptions.OVERWRITE);
            Attributes copy;
            try {
                files.copy(from, upload.handle()).await();
                copy = finish(target, upload, original.size(), WriteOptions.OVERWRITE);
            } catch (IOException e) {
                discard(upload);
                throw e;
            }
            publish(upload.temporary(), target, WriteOptions.OVERWRITE);
            return copy;
        } finally {
            files.close(from);
        }
    }

    private Upload start(String target, long length, WriteOptions options) throws IOException {
        Pending<Attributes> there = files.stat(target);
        Optional<Upload> goesOn = goOn(target, length, options);
        Upload upload = goesOn.isPresent() ? goesOn.get() : create(target, length, options);
        try {
            refuse(target, there.awaitIfThere(), options);
            return upload;
        } catch (StatusException e) {
            discard(upload);
            throw explained(target, e);
        } catch (IOException e) {
            discard(upload);
            throw e;
        }
    }

    private static void refuse(String target, Optional<Attributes> there, WriteOptions options) throws StorageException {
        if (there.isPresent() && options.ifAbsent()) {
            throw Failures.exists("write", target, null);
        }
        if (there.isPresent() && there.get().isDirectory()) {
            throw new StorageException(Kind.INVALID, "cannot write " + target + ": it is a folder");
        }
    }

    /** Returns the upload that an earlier attempt began, if it is still what it was. */
    private Optional<Upload> goOn(String target, long length, WriteOptions options) throws IOException {
        Optional<Unfinished.Part> part = unfinished.take(target, length, options.durable());
        if (part.isEmpty()) {
            return Optional.empty();
        }
        String temporary = part.get().temporary();
        try {
            byte[] handle = files.opened(files.open(temporary, RemoteFiles.WRITE));
            if (files.statOpen(handle).await().size() >= part.get().safe()) {
                return Optional.of(new Upload(files, target, temporary, handle, length, options.durable(), part));
            }
            files.close(handle);
        } catch (LostException | InterruptedIOException e) {
            unfinished.keep(target, part.get());
            throw e;
        } catch (StatusException e) {
            // It was tidied up, or is no longer ours.
        }
        files.remove(temporary);
        return Optional.empty();
    }

    private Upload create(String target, long length, WriteOptions options) throws IOException {
        String temporary = Names.temporary(target);
        try {
            return new Upload(files, target, temporary, open(temporary), length, options.durable(), Optional.empty());
        } catch (LostException e) {
            unfinished.discard(temporary);
            throw e;
        } catch (StatusException e) {
            throw explained(target, e);
        }
    }

    /** Whoever deletes the folders in between is a nuisance, but no reason to fail. */
    private byte[] open(String temporary) throws IOException {
        for (int attempt = 1;; attempt++) {
            try {
                return files.opened(files.create(temporary, FILE));
            } catch (StatusException e) {
                if (!StatusException.isMissing(e) || attempt == ATTEMPTS) {
                    throw e;
                }
                Folders.make(files, Names.folderOf(temporary), root);
            }
        }
    }

    private Attributes fill(String target, Upload upload, Content content, WriteOptions options) throws IOException {
        try {
            upload.send(content);
            return finish(target, upload, content.length(), options);
        } catch (LostException e) {
            upload.unfinished().ifPresentOrElse(part -> unfinished.keep(target, part),
                    () -> unfinished.discard(upload.temporary()));
            throw e;
        } catch (StatusException e) {
            IOException explained = explained(target, e);
            discard(upload);
            throw explained;
        } catch (IOException | RuntimeException | Error e) {
            discard(upload);
            throw e;
        }
    }

    /** Only now: what a file shall have beside its bytes must not be overtaken by them. */
    private Attributes finish(String target, Upload upload, long length, WriteOptions options) throws IOException {
        byte[] handle = upload.handle();
        List<Pending<Void>> wishes = new ArrayList<>();
        options.modified().ifPresent(time -> wishes.add(files.setOpenTime(handle, time)));
        if (options.readOnly()) {
            // Before the rename, so that nobody ever sees it writable; before the flush, which covers it so.
            wishes.add(files.setOpenMode(handle, GUARDED));
        }
        Optional<Pending<Void>> sync = options.durable() && files.has(RemoteFiles.SYNC)
                ? Optional.of(files.sync(handle)) : Optional.empty();
        Pending<Attributes> told = files.statOpen(handle);
        Pending<Void> closed = files.close(handle);
        for (Pending<Void> wish : wishes) {
            awaitIfPossible(wish);
        }
        if (sync.isPresent()) {
            sync.get().await();
        }
        Attributes file = told.await();
        closed.await();
        if (file.size() != length) {
            throw new StorageException(Kind.FAILED, "cannot write " + target + ": the server has " + file.size()
                    + " bytes of " + length + "; check what else works there");
        }
        return file;
    }

    /** Some servers and file systems let nobody change a mode or a time; the file is good without. */
    private static void awaitIfPossible(Pending<Void> wish) throws IOException {
        try {
            wish.await();
        } catch (StatusException e) {
            if (e.code() != StatusException.UNSUPPORTED && e.code() != StatusException.PERMISSION_DENIED) {
                throw e;
            }
        }
    }

    private void publish(String temporary, String target, WriteOptions options) throws IOException {
        try {
            if (options.ifAbsent()) {
                new Mover(files, links).place(temporary, target);
            } else {
                new Mover(files, links).replace(temporary, target);
            }
        } catch (LostException e) {
            unfinished.discard(temporary);
            throw e;
        } catch (StatusException e) {
            files.remove(temporary);
            throw explained(target, e);
        } catch (IOException e) {
            files.remove(temporary);
            throw e;
        }
        if (options.durable() && files.has(RemoteFiles.SYNC)) {
            syncName(target);
        }
    }

    /** A folder cannot be flushed over SFTP; a file that got a name takes the name along when it is flushed. */
    private void syncName(String target) throws IOException {
        byte[] handle = files.open(target, RemoteFiles.READ).settle();
        Pending<Void> sync = files.sync(handle);
        files.close(handle);
        sync.settle();
    }

    private void discard(Upload upload) {
        files.close(upload.handle());
        files.remove(upload.temporary());
        if (!files.link().isAlive()) {
            unfinished.discard(upload.temporary());
        }
    }

    /** The protocol has no words for a full disk, a name that is too long, and a file that vanished under its writer. */
    private IOException explained(String target, StatusException e) throws IOException {
        if (StatusException.isMissing(e)) {
            return new StorageException(Kind.FAILED, "cannot write " + target + ": the server has lost the unfinished file "
                    + "beside it; check what else works there", e, true, null);
        }
        if (Names.isLong(target)) {
            return new StorageException(Kind.INVALID, "cannot write " + target + ": the name is too long for the server "
                    + "('" + e.getMessage() + "')", e);
        }
        boolean full = e.code() == StatusException.FAILURE && files.has(RemoteFiles.STAT_VFS)
                && files.room(root).await().free() < files.limits().write();
        return full ? Failures.full("write", target, e) : e;
    }
}
