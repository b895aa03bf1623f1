package dev.tandem.storage.sftp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** What writes that lost their connection left on the server: large ones to go on with, the rest to be removed. */
final class Unfinished {
    private static final int MOST = 64;

    /**
     * Part of a large object.
     *
     * @param temporary its file
     * @param length    bytes of the whole object
     * @param durable   whether the safe bytes are on the disk of the server
     * @param safe      how many of its first bytes are on the server for certain
     * @param digests   of the first bytes, by their number: of the safe ones, and of more until all that were sent
     */
    record Part(String temporary, long length, boolean durable, long safe, NavigableMap<Long, byte[]> digests) { }

    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Deque<String> waste = new ArrayDeque<>();

    /** Remembers how far the write of {@code target} came. */
    synchronized void keep(String target, Part part) {
        Part other = parts.put(target, part);
        if (other != null) {
            discard(other.temporary());
        }
        if (parts.size() > MOST) {
            String oldest = parts.keySet().iterator().next();
            discard(parts.remove(oldest).temporary());
        }
    }

    /** Returns how far a write of {@code target} came, for one to go on with it; nobody else gets it. */
    synchronized Optional<Part> take(String target, long length, boolean durable) {
        Part part = parts.remove(target);
        if (part != null && (part.length() != length || durable && !part.durable())) {
            discard(part.temporary());
            return Optional.empty();
        }
        return Optional.ofNullable(part);
    }

    /** Remembers a file that nobody needs. */
    synchronized void discard(String temporary) {
        waste.add(temporary);
        if (waste.size() > MOST) {
            waste.remove();
        }
    }

    synchronized boolean isEmpty() {
        return parts.isEmpty() && waste.isEmpty();
    }

    /** Asks the server to remove what nobody needs, and waits for nothing. */
    synchronized void removeWaste(RemoteFiles files) {
        waste.forEach(files::remove);
        waste.clear();
    }

    /** Asks the server to remove everything. */
    synchronized void removeAll(RemoteFiles files) {
        parts.values().forEach(part -> files.remove(part.temporary()));
        parts.clear();
        removeWaste(files);
    }
}
