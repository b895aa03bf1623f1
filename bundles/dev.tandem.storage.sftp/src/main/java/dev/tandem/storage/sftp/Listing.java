package dev.tandem.storage.sftp;

import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a folder to its end, several answers ahead. */
record Listing(RemoteFiles files, String folder, RemotePath directory, Consumer<? super ObjectInfo> sink) {
    private static final int MOST_AHEAD = 16;

    /** An entry, and where it is a link what it leads to. */
    private record Found(String name, Attributes attributes, Optional<Pending<Attributes>> target) { }

    void tell() throws IOException {
        byte[] handle = files.opened(files.openDirectory(folder));
        try {
            Deque<Pending<List<RemoteFiles.Entry>>> ahead = new ArrayDeque<>();
            // The second answer of a small folder is that there is no more.
            int allowed = 2;
            boolean end = false;
            while (!end || !ahead.isEmpty()) {
                while (!end && ahead.size() < allowed) {
                    ahead.add(files.readDirectory(handle));
                }
                try {
                    tell(ahead.remove().await());
                    allowed = Math.min(2 * allowed, MOST_AHEAD);
                } catch (StatusException e) {
                    if (e.code() != StatusException.END) {
                        throw e;
                    }
                    end = true;
                }
            }
        } finally {
            files.close(handle);
        }
    }

    private void tell(List<RemoteFiles.Entry> entries) throws IOException {
        List<Found> found = new ArrayList<>();
        for (RemoteFiles.Entry entry : entries) {
            if (isObject(entry.name())) {
                boolean follow = entry.attributes().isLink() || entry.attributes().mode().isEmpty();
                found.add(new Found(entry.name(), entry.attributes(), follow
                        ? Optional.of(files.stat(childOf(folder, entry.name()))) : Optional.empty()));
            }
        }
        for (Found entry : found) {
            Optional<Attributes> attributes = entry.target().isPresent() ? entry.target().get().awaitIfThere()
                    : Optional.of(entry.attributes());
            attributes.flatMap(there -> infoOf(directory.child(entry.name()), there)).ifPresent(sink);
        }
    }

    private static boolean isObject(String name) throws ProtocolException {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new ProtocolException("the server lists a name that cannot be one");
        }
        return !name.equals(".") && !name.equals("..") && !Names.isTemporary(name);
    }

    private static String childOf(String folder, String name) {
        return folder.equals("/") ? "/" + name : folder + "/" + name;
    }

    /** Returns nothing for pipes and sockets, which hold nothing to store. */
    static Optional<ObjectInfo> infoOf(RemotePath path, Attributes file) {
        return file.isOther() ? Optional.empty() : Optional.of(new ObjectInfo(path, file.isDirectory(),
                file.isDirectory() ? 0 : file.size(), file.modified()));
    }
}
