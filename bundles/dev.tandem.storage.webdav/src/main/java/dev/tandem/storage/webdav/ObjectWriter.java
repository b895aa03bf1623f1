package dev.tandem.storage.webdav;

import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.http.Answer;
import dev.tandem.storage.http.Purpose;
import dev.tandem.storage.http.Request;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts objects in place whole: under another name that is moved when it is complete, or straight over what is there where
 * the server keeps the old object until it has the new one. A move would delete the old one first.
 */
final class ObjectWriter {
    /** The header by which Nextcloud and others are told a time; in the answer it says that they keep it. */
    static final String MTIME = "X-OC-Mtime";

    private static final int FOLDERS_AT_MOST = 10_000;

    private final Dav dav;
    private final boolean serverPutsWhole;
    /** Folders that were there, so that no content is sent only to learn that its folder is missing. */
    private final Set<RemotePath> folders = ConcurrentHashMap.newKeySet();

    ObjectWriter(Dav dav, boolean serverPutsWhole) {
        this.dav = dav;
        this.serverPutsWhole = serverPutsWhole;
    }

    ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
        Purpose purpose = new Purpose("write", path.value());
        boolean conditions = options.ifAbsent() || options.ifTag().isPresent();
        if (serverPutsWhole && !conditions) {
            putStraight(path, content, options, purpose);
        } else {
            requireFitting(dav.stat(path), options, purpose);
            putAside(path, content, options, purpose);
        }
        return verified(path, content, purpose);
    }

    private static void requireFitting(Optional<ObjectInfo> there, WriteOptions options, Purpose purpose)
            throws StorageException {
        if (there.filter(ObjectInfo::directory).isPresent()) {
            throw new StorageException(Kind.INVALID, purpose.cannot() + "it is a folder");
        }
        if (options.ifAbsent() && there.isPresent()) {
            throw exists(purpose);
        }
        if (options.ifTag().isPresent() && !there.flatMap(ObjectInfo::tag).equals(options.ifTag())) {
            throw new StorageException(Kind.CHANGED, purpose.cannot() + "it is another one by now, or gone");
        }
    }

    private static StorageException exists(Purpose purpose) {
        return new StorageException(Kind.EXISTS, purpose.cannot() + "it is there already");
    }

    private void putStraight(RemotePath path, Content content, WriteOptions options, Purpose purpose)
            throws StorageException {
        try (Answer answer = putMakingFolders(path, content, options, purpose)) {
            if (!answer.succeeded() && dav.isFolder(path)) {
                throw new StorageException(Kind.INVALID, purpose.cannot() + "it is a folder");
            }
            answer.orFail();
        }
    }

    /** Conditions are looked at before, to save the sending, and again when all is sent: that can take long. */
    private void putAside(RemotePath path, Content content, WriteOptions options, Purpose purpose)
            throws StorageException {
        RemotePath aside = Names.temporary(path);
        try {
            putMakingFolders(aside, content, options, purpose).orFail().close();
            requireFitting(dav.stat(path), options, purpose);
            moveInPlace(aside, path, !options.ifAbsent(), purpose);
        } catch (StorageException | RuntimeException | Error e) {
            discard(aside, e);
            throw e;
        }
    }

    private void moveInPlace(RemotePath aside, RemotePath path, boolean replace, Purpose purpose)
            throws StorageException {
        try (Answer answer = dav.transfer("MOVE", dav.uri(aside), dav.uri(path), replace, purpose)) {
            if (answer.status() == 412 && !replace) {
                throw exists(purpose);
            }
            Transfers.requireDone(answer);
        }
    }

    private Answer putMakingFolders(RemotePath path, Content content, WriteOptions options, Purpose purpose)
            throws StorageException {
        requireFolder(path.parent());
        Answer answer = put(path, options, purpose).send(content);
        boolean folderMissing = answer.status() == 409 || answer.status() == 404;
        if (!folderMissing || path.parent().value().isEmpty()) {
            return answer;
        }
        answer.close();
        dav.makeFolder(path.parent());
        return put(path, options, purpose).send(content);
    }

    private void requireFolder(RemotePath folder) throws StorageException {
        if (folder.value().isEmpty() || folders.contains(folder)) {
            return;
        }
        if (!dav.isFolder(folder)) {
            dav.makeFolder(folder);
        }
        if (folders.size() < FOLDERS_AT_MOST) {
            folders.add(folder);
        }
    }

    private Request put(RemotePath path, WriteOptions options, Purpose purpose) {
        Request request = dav.request("PUT", dav.uri(path), purpose).header("Content-Type", "application/octet-stream");
        options.modified().ifPresent(time -> request.header(MTIME, seconds(time)));
        return request;
    }

    static String seconds(Instant time) {
        return String.valueOf(time.getEpochSecond());
    }

    /** What the server has of it is looked at: some keep less than they were sent. */
    private ObjectInfo verified(RemotePath path, Content content, Purpose purpose) throws StorageException {
        ObjectInfo kept = dav.stat(path).orElseThrow(() -> new StorageException(Kind.FAILED,
                purpose.cannot() + "the server took it and has it not; somebody else may have deleted it"));
        if (kept.size() != content.length()) {
            throw new StorageException(Kind.FAILED, purpose.cannot() + "the server has " + kept.size()
                    + " bytes of it instead of " + content.length() + "; somebody else may have written it meanwhile");
        }
        return kept;
    }

    /** Done also for an interrupted thread, which cannot make requests. */
    private void discard(RemotePath aside, Throwable because) {
        boolean interrupted = Thread.interrupted();
        try {
            dav.deleteAll(dav.uri(aside), new Purpose("delete", aside.value()));
        } catch (StorageException e) {
            because.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
