package dev.tandem.storage.webdav;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.http.Answer;
import dev.tandem.storage.http.Purpose;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds out what a server can do by trying it on an object nobody else sees. */
final class Probe {
    private static final Purpose PURPOSE = new Purpose("try out", "what the server can do");
    private static final byte[] FIRST = "first".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "other".getBytes(StandardCharsets.US_ASCII);
    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");
    /** Clocks of file systems move on every few milliseconds. */
    private static final int QUICK_PAIRS = 5;

    private final Dav dav;
    private final RemotePath object = Names.temporary(new RemotePath("probe"));

    private Probe(Dav dav) {
        this.dav = dav;
    }

    /** Tells whether the server itself keeps what was there until it has all of what replaces it. */
    static boolean putsWhole(Dav dav) throws StorageException {
        Probe probe = new Probe(dav);
        try {
            probe.put(FIRST).orFail().close();
            return probe.survivesHalf();
        } finally {
            probe.forget(probe.object);
        }
    }

    /** Returns all that can be promised; where nothing can be written, nothing is promised about writing. */
    static Set<Capability> capabilities(Dav dav) throws StorageException {
        var found = EnumSet.of(Capability.CONCURRENT, Capability.DIRECTORIES);
        Probe probe = new Probe(dav);
        try {
            probe.put(FIRST).orFail().close();
            probe.tryObject(found);
            probe.tryMoves(found);
        } finally {
            probe.forget(probe.object);
        }
        return Set.copyOf(found);
    }

    private void tryObject(Set<Capability> found) throws StorageException {
        if (readsRanges()) {
            found.add(Capability.RANGE_READ);
        }
        if (dav.stat(new RemotePath(object.value().toUpperCase(Locale.ROOT))).isEmpty()) {
            found.add(Capability.CASE_SENSITIVE);
        }
        if (keepsTimes()) {
            found.add(Capability.SET_TIME);
        }
        if (tagsTellContents()) {
            found.add(Capability.TAGS);
        }
    }

    private Answer put(byte[] bytes) throws StorageException {
        return dav.request("PUT", dav.uri(object), PURPOSE).send(Content.of(bytes));
    }

    private boolean survivesHalf() {
        try {
            dav.putHalf(object);
            try (Answer answer = dav.request("GET", dav.uri(object), PURPOSE).send()) {
                return answer.succeeded() && Arrays.equals(FIRST, answer.body().readNBytes(FIRST.length + 1));
            }
        } catch (IOException e) {
            // Then it is not known, and nothing is promised.
            System.getLogger(Probe.class.getName()).log(System.Logger.Level.DEBUG,
                    () -> "no upload could be cut at " + dav.endpoint() + ": " + e);
            return false;
        }
    }

    private boolean readsRanges() throws StorageException {
        try (Answer answer = dav.request("GET", dav.uri(object), PURPOSE).header("Range", "bytes=1-2").send()) {
            return answer.status() == 206;
        }
    }

    private boolean keepsTimes() throws StorageException {
        try (Answer answer = dav.request("PUT", dav.uri(object), PURPOSE)
                .header(ObjectWriter.MTIME, ObjectWriter.seconds(LONG_AGO)).send(Content.of(FIRST))) {
            answer.orFail();
        }
        return dav.stat(object).flatMap(ObjectInfo::modified).filter(LONG_AGO::equals).isPresent();
    }

    /** Tried where it is hardest: contents of one length, at one time. */
    private boolean tagsTellContents() throws StorageException {
        for (int pair = 0; pair < QUICK_PAIRS; pair++) {
            Optional<String> first = tagOf(FIRST);
            Optional<String> other = tagOf(OTHER);
            if (first.isEmpty() || other.isEmpty() || first.equals(other)
                    || !other.equals(dav.stat(object).flatMap(ObjectInfo::tag))) {
                return false;
            }
        }
        return true;
    }

    private Optional<String> tagOf(byte[] bytes) throws StorageException {
        try (Answer answer = dav.request("PUT", dav.uri(object), PURPOSE)
                .header(ObjectWriter.MTIME, ObjectWriter.seconds(LONG_AGO)).send(Content.of(bytes))) {
            return answer.orFail().header("ETag").flatMap(Resource::strong);
        }
    }

    private void tryMoves(Set<Capability> found) throws StorageException {
        RemotePath folder = Names.temporary(new RemotePath("probe"));
        RemotePath moved = Names.temporary(new RemotePath("probe"));
        try {
            dav.makeFolder(folder);
            if (moves(object, folder.child("below"), false)) {
                found.add(Capability.RENAME);
                if (moves(folder, moved, true) && dav.stat(moved.child("below")).isPresent()) {
                    found.add(Capability.RENAME_DIRECTORIES);
                }
            }
        } finally {
            forget(folder);
            forget(moved);
        }
    }

    private boolean moves(RemotePath from, RemotePath to, boolean folder) throws StorageException {
        var source = folder ? dav.endpoint().folder(from) : dav.uri(from);
        var target = folder ? dav.endpoint().folder(to) : dav.uri(to);
        try (Answer answer = dav.transfer("MOVE", source, target, false, PURPOSE)) {
            return answer.succeeded() && answer.status() != 207 && dav.stat(from).isEmpty();
        }
    }

    private void forget(RemotePath path) throws StorageException {
        dav.deleteAll(dav.uri(path), PURPOSE);
    }
}
