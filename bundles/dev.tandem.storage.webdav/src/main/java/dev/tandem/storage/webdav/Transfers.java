package dev.tandem.storage.webdav;

import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.http.Answer;
import dev.tandem.storage.http.Purpose;
import dev.tandem.storage.spi.ServerCopy;
import java.net.URI;
import java.util.Optional;

/** Moves and copies on the server. A folder is never replaced: WebDAV would delete all that is in it. */
final class Transfers implements ServerCopy {
    private final Dav dav;

    Transfers(Dav dav) {
        this.dav = dav;
    }

    void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
        Purpose purpose = new Purpose("rename", from + " to " + to);
        ObjectInfo source = dav.stat(from).orElseThrow(() -> missing(purpose));
        if (from.equals(to)) {
            return;
        }
        boolean folder = source.directory();
        if (folder && to.value().startsWith(from.value() + "/")) {
            throw new StorageException(Kind.INVALID, purpose.cannot() + "a folder cannot be moved into itself");
        }
        requireFree(dav.stat(to), replace && !folder, purpose);
        transfer("MOVE", address(from, folder), to, folder, replace && !folder, purpose);
    }

    @Override
    public ObjectInfo copy(RemotePath from, RemotePath to) throws StorageException {
        Names.requireNew(from);
        Names.requireNew(to);
        Purpose purpose = new Purpose("copy", from + " to " + to);
        ObjectInfo source = dav.stat(from).filter(info -> !info.directory()).orElseThrow(() -> missing(purpose));
        if (!from.equals(to)) {
            requireFree(dav.stat(to), true, purpose);
            copyInPlace(from, to, purpose);
        }
        ObjectInfo copy = dav.stat(to).orElseThrow(() -> missing(purpose));
        if (copy.size() != source.size()) {
            throw new StorageException(Kind.FAILED, purpose.cannot() + "the copy has " + copy.size()
                    + " bytes instead of " + source.size());
        }
        return copy;
    }

    /** Servers may copy piece by piece, so the copy is made aside. */
    private void copyInPlace(RemotePath from, RemotePath to, Purpose purpose) throws StorageException {
        RemotePath aside = Names.temporary(to);
        boolean moved = false;
        try {
            transfer("COPY", dav.uri(from), aside, false, false, purpose);
            transfer("MOVE", dav.uri(aside), to, false, true, purpose);
            moved = true;
        } finally {
            if (!moved && !Thread.currentThread().isInterrupted()) {
                dav.deleteAll(dav.uri(aside), purpose);
            }
        }
    }

    private static StorageException missing(Purpose purpose) {
        return new StorageException(Kind.NOT_FOUND, purpose.cannot() + "it is not there");
    }

    private static void requireFree(Optional<ObjectInfo> there, boolean replace, Purpose purpose)
            throws StorageException {
        if (there.isPresent() && !replace) {
            throw new StorageException(Kind.EXISTS, purpose.cannot() + "the new name is taken");
        }
        if (there.filter(ObjectInfo::directory).isPresent()) {
            throw new StorageException(Kind.INVALID, purpose.cannot() + "the new name is a folder");
        }
    }

    private URI address(RemotePath path, boolean folder) {
        return folder ? dav.endpoint().folder(path) : dav.uri(path);
    }

    private void transfer(String method, URI from, RemotePath to, boolean folder, boolean replace, Purpose purpose)
            throws StorageException {
        try (Answer answer = dav.transfer(method, from, address(to, folder), replace, purpose)) {
            // Servers have many statuses for a missing folder above the target, which somebody may make meanwhile.
            boolean fits = to.parent().value().isEmpty() || answer.status() != 409 && dav.isFolder(to.parent());
            if (answer.succeeded() || answer.status() == 412 || fits) {
                requireMoved(answer, replace, purpose);
                return;
            }
        }
        dav.makeFolder(to.parent());
        try (Answer answer = dav.transfer(method, from, address(to, folder), replace, purpose)) {
            requireMoved(answer, replace, purpose);
        }
    }

    private static void requireMoved(Answer answer, boolean replace, Purpose purpose) throws StorageException {
        if (answer.status() == 412 && !replace) {
            throw new StorageException(Kind.EXISTS, purpose.cannot() + "the new name is taken");
        }
        requireDone(answer);
    }

    /** An answer about several resources tells which of them could not be moved. */
    static void requireDone(Answer answer) throws StorageException {
        if (answer.orFail().status() == 207) {
            throw new StorageException(Kind.FAILED, answer.purpose().cannot() + "the server could not move all of it");
        }
    }
}
