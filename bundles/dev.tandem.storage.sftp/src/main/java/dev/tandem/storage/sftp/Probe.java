package dev.tandem.storage.sftp;

import dev.tandem.storage.Capability;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds out what a server and its file system can do by trying it: what a server says it has, a file system may not. */
record Probe(Links links, Names names, HardLinks hardLinks) {
    private static final System.Logger LOG = System.getLogger(Probe.class.getName());
    private static final int ATTEMPTS = 3;
    private static final int FILE = 0600;
    private static final int FOLDER = 0700;
    private static final Instant LONG_AGO = Instant.ofEpochSecond(1_000_000_001);

    /** Returns what the server can do; where nothing can be written, nothing is promised about writing. */
    Set<Capability> find() {
        var found = EnumSet.of(Capability.RANGE_READ, Capability.CONCURRENT, Capability.DIRECTORIES);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                found.addAll(ofWritable(links.get()));
                break;
            } catch (LostException e) {
                LOG.log(System.Logger.Level.DEBUG, "the connection was lost while it was tried out; {0}", e.getMessage());
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "{0} promises nothing about writing: {1}", names.root(), e);
                break;
            }
        }
        return Set.copyOf(found);
    }

    private Set<Capability> ofWritable(RemoteFiles files) throws IOException {
        String file = Names.temporary(childOfRoot("probe"));
        String other = Names.temporary(childOfRoot("probe"));
        try {
            var found = EnumSet.noneOf(Capability.class);
            found.addAll(ofNew(files, file));
            if (hardLinks.areReal(files, file)) {
                found.add(Capability.IF_ABSENT_WRITE);
            }
            found.addAll(renames(files, file, other));
            return found;
        } finally {
            files.remove(file);
            files.remove(other);
        }
    }

    private String childOfRoot(String name) {
        return names.root().equals("/") ? "/" + name : names.root() + "/" + name;
    }

    private static Set<Capability> ofNew(RemoteFiles files, String file) throws IOException {
        var found = EnumSet.noneOf(Capability.class);
        byte[] handle = open(files, file, (byte) 1);
        Pending<Void> timed = files.setOpenTime(handle, LONG_AGO);
        Optional<Pending<Void>> synced = files.has(RemoteFiles.SYNC) ? Optional.of(files.sync(handle)) : Optional.empty();
        Pending<Void> closed = files.close(handle);
        Pending<Attributes> upperCase = files.statLink(
                Names.folderOf(file) + "/" + file.substring(file.lastIndexOf('/') + 1).toUpperCase(Locale.ROOT));
        if (synced.isPresent() && succeeds(synced.get())) {
            found.add(Capability.DURABLE_WRITE);
        }
        boolean time = succeeds(timed);
        closed.await();
        if (time && files.stat(file).await().modified().filter(LONG_AGO::equals).isPresent()) {
            found.add(Capability.SET_TIME);
        }
        if (upperCase.awaitIfThere().isEmpty()) {
            found.add(Capability.CASE_SENSITIVE);
        }
        return found;
    }

    private static Set<Capability> renames(RemoteFiles files, String file, String other) throws IOException {
        var found = EnumSet.noneOf(Capability.class);
        if (succeeds(files.rename(file, other))) {
            found.add(Capability.RENAME);
            if (files.has(RemoteFiles.POSIX_RENAME) && replaces(files, file, other)) {
                found.add(Capability.ATOMIC_WRITE);
            }
        }
        files.remove(file);
        if (succeeds(files.makeDirectory(file, FOLDER))) {
            files.remove(other);
            boolean renamed = succeeds(files.rename(file, other));
            files.removeDirectory(renamed ? other : file);
            if (renamed) {
                found.add(Capability.RENAME_DIRECTORIES);
            }
        }
        return found;
    }

    /** Tells whether a file can be replaced, and whoever opened it before goes on reading the old one. */
    private static boolean replaces(RemoteFiles files, String file, String other) throws IOException {
        create(files, file, (byte) 2);
        byte[] handle = files.opened(files.open(other, RemoteFiles.READ));
        try {
            return succeeds(files.renameReplacing(file, other)) && files.read(handle, 0, 1).await().get() == 1;
        } catch (StatusException e) {
            return false;
        } finally {
            files.close(handle);
        }
    }

    private static byte[] open(RemoteFiles files, String file, byte content) throws IOException {
        byte[] handle = files.opened(files.create(file, FILE));
        int start = Request.beforeData(handle);
        byte[] packet = new byte[start + 1];
        packet[start] = content;
        files.write(packet, handle, 0, 1).await();
        return handle;
    }

    private static void create(RemoteFiles files, String file, byte content) throws IOException {
        files.close(open(files, file, content)).await();
    }

    static boolean succeeds(Pending<?> attempt) throws IOException {
        try {
            attempt.await();
            return true;
        } catch (StatusException e) {
            return false;
        }
    }
}
