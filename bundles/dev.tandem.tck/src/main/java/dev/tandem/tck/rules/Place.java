package dev.tandem.tck.rules;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** An empty storage with an open session, and words for what proofs do with it. */
public final class Place implements AutoCloseable {
    static final WriteOptions NEW = new WriteOptions(true, false, false);

    private final Ground ground;
    private final Scale scale;
    private final Consumer<? super String> notes;
    private final StorageSession session;

    Place(Ground ground, Scale scale, Consumer<? super String> notes) throws Exception {
        this.ground = ground;
        this.scale = scale;
        this.notes = notes;
        this.session = ground.open();
    }

    StorageSession session() {
        return session;
    }

    /** Opens one more session on the same storage, which the caller closes. */
    StorageSession another() throws Exception {
        return ground.open();
    }

    Scale scale() {
        return scale;
    }

    void note(String text) {
        notes.accept(text);
    }

    boolean promises(Capability capability) {
        return session.capabilities().contains(capability);
    }

    /** Ends the proof of something that is not promised. */
    void assume(Capability capability) {
        assume(promises(capability), "the storage does not promise " + capability);
    }

    void assumeNot(Capability capability) {
        assume(!promises(capability), "the storage promises " + capability);
    }

    void assume(boolean holds, String otherwise) {
        if (!holds) {
            throw new Skipped(otherwise);
        }
    }

    ObjectInfo put(String path, byte[] bytes) throws StorageException {
        return put(path, bytes, WriteOptions.OVERWRITE);
    }

    ObjectInfo put(String path, byte[] bytes, WriteOptions options) throws StorageException {
        return session.write(new RemotePath(path), Content.of(bytes), options);
    }

    byte[] get(String path) throws IOException {
        return range(path, 0, -1);
    }

    byte[] range(String path, long offset, long length) throws IOException {
        try (InputStream in = session.read(new RemotePath(path), offset, length)) {
            return in.readAllBytes();
        }
    }

    ObjectInfo stat(String path) throws StorageException {
        return session.stat(new RemotePath(path)).orElseThrow(() -> new AssertionError("'" + path + "' has no stat"));
    }

    void delete(String path) throws StorageException {
        session.delete(new RemotePath(path));
    }

    void rename(String from, String to, boolean replace) throws StorageException {
        session.rename(new RemotePath(from), new RemotePath(to), replace);
    }

    List<ObjectInfo> list(String directory) throws StorageException {
        List<ObjectInfo> told = new ArrayList<>();
        session.list(new RemotePath(directory), told::add);
        return told;
    }

    Set<String> names(String directory) throws StorageException {
        Set<String> names = new TreeSet<>();
        for (ObjectInfo info : list(directory)) {
            Check.that(names.add(info.path().value()), "'" + info.path() + "' is listed twice");
        }
        return names;
    }

    void lists(String directory, String... paths) throws StorageException {
        Check.same(new TreeSet<>(Arrays.asList(paths)), names(directory), "the listing of '" + directory + "'");
    }

    void holds(String path, byte[] expected) throws IOException {
        Check.bytes(expected, get(path), "the content of '" + path + "'");
        ObjectInfo info = stat(path);
        Check.same((long) expected.length, info.size(), "the size of '" + path + "'");
        Check.same(path, info.path().value(), "the path of a stat");
        Check.that(!info.directory(), "'" + path + "' should be no directory");
    }

    void lacks(String path) throws StorageException {
        Check.that(session.stat(new RemotePath(path)).isEmpty(), "'" + path + "' should not be there");
        Check.fails(Kind.NOT_FOUND, "reading '" + path + "', which is not there,", () -> get(path));
    }

    static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        session.close();
    }
}
