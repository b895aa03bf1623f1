package dev.tandem.storage.rclone;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.http.Purpose;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.OptionalLong;

/** rclone's operations on a remote, by the rclone that runs at the moment. */
final class Operations {
    private static final Gson GSON = new Gson();
    private static final String IGNORE_WHAT_IS_THERE = "NoCheckDest";
    private static final String TRANSFER_ANYWAY = "IgnoreTimes";

    private final Bridge bridge;
    private final Remote remote;
    private final Features features;

    /** Asks what the remote can do. */
    Operations(Bridge bridge, Remote remote) throws StorageException {
        this.bridge = bridge;
        this.remote = remote;
        this.features = features(bridge, remote);
    }

    private static Features features(Bridge bridge, Remote remote) throws StorageException {
        Purpose purpose = new Purpose("open", remote.toString());
        try {
            return Features.of(bridge.control().call("operations/fsinfo", fs("fs", remote), remote, purpose));
        } catch (IllegalStateException | NullPointerException | ClassCastException e) {
            throw Failures.malformed(purpose, e);
        }
    }

    Features features() {
        return features;
    }

    Spool spool() {
        return bridge.spool();
    }

    /** Returns what a call is for, to say so where it fails. */
    Purpose purpose(String doing, RemotePath path) {
        return new Purpose(doing, remote.at(path.value()).toString());
    }

    Listing list(RemotePath directory) throws StorageException {
        JsonObject parameters = at("fs", "remote", directory);
        parameters.add("opt", hashes());
        return bridge.control().list("operations/list", parameters, remote, purpose("list", directory));
    }

    Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
        JsonObject parameters = at("fs", "remote", path);
        parameters.add("opt", hashes());
        Purpose purpose = purpose("look at", path);
        try {
            JsonObject answer = bridge.control().call("operations/stat", parameters, remote, purpose);
            return answer.get("item") instanceof JsonObject item ? Optional.of(GSON.fromJson(item, Entry.class).at(path))
                    : Optional.empty();
        } catch (JsonParseException | DateTimeException e) {
            throw Failures.malformed(purpose, e);
        } catch (StorageException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw Failures.at(path, purpose, e);
        }
    }

    /** Only those that cost nothing. */
    private JsonObject hashes() {
        JsonObject options = new JsonObject();
        options.addProperty("noMimeType", true);
        features.cheapHash().ifPresent(hash -> {
            options.addProperty("showHash", true);
            JsonArray types = new JsonArray();
            types.add(hash);
            options.add("hashTypes", types);
        });
        return options;
    }

    /** Opens an object, by way of the disk where its name cannot stand in an address. */
    InputStream read(RemotePath path, long offset, long length) throws StorageException {
        Purpose purpose = purpose("read", path);
        String name = Names.encode(path);
        if (!RemoteControl.isReadable(remote, name)) {
            return readSpooled(path, offset, length, purpose);
        }
        try {
            return bridge.control().read(remote, name, offset, length, purpose);
        } catch (StorageException e) {
            throw e.kind() == Kind.NOT_FOUND ? unopened(path, offset, purpose, e) : e;
        }
    }

    /** Whatever keeps rclone from opening an object, it says that the object is not there. */
    private StorageException unopened(RemotePath path, long offset, Purpose purpose, StorageException said)
            throws StorageException {
        Optional<ObjectInfo> there = stat(path).filter(info -> !info.directory());
        if (there.isEmpty()) {
            return said;
        }
        long size = there.get().size();
        return offset > size
                ? new StorageException(Kind.INVALID, purpose.cannot() + "it has " + size + " bytes, none at " + offset)
                : new StorageException(Kind.FAILED, purpose.cannot() + "rclone cannot open it", said, true, null);
    }

    private InputStream readSpooled(RemotePath path, long offset, long length, Purpose purpose) throws StorageException {
        Spool.Spooled spooled = spool().place(purpose);
        JsonObject parameters = at("srcFs", "srcRemote", path);
        parameters.addProperty("dstFs", spooled.file().getParent().toString());
        parameters.addProperty("dstRemote", spooled.file().getFileName().toString());
        boolean opened = false;
        try {
            call("operations/copyfile", parameters, purpose);
            InputStream part = FilePart.open(spooled.file(), offset, length, purpose);
            opened = true;
            return part;
        } finally {
            if (!opened) {
                spooled.close();
            }
        }
    }

    /** Puts a file of this machine where nothing is. */
    void put(Path file, RemotePath path) throws StorageException {
        send(file, path, IGNORE_WHAT_IS_THERE);
    }

    /** Puts a file of this machine in the place of what may be there. */
    void replace(Path file, RemotePath path) throws StorageException {
        send(file, path, TRANSFER_ANYWAY);
    }

    private void send(Path file, RemotePath path, String how) throws StorageException {
        JsonObject parameters = at("dstFs", "dstRemote", path);
        parameters.addProperty("srcFs", file.getParent().toString());
        parameters.addProperty("srcRemote", file.getFileName().toString());
        parameters.add("_config", only(how));
        call("operations/copyfile", parameters, purpose("write", path));
    }

    /** Copies within the remote. */
    void copy(RemotePath from, RemotePath to) throws StorageException {
        JsonObject parameters = both(from, to);
        parameters.add("_config", only(TRANSFER_ANYWAY));
        call("operations/copyfile", parameters, purpose("copy", from));
    }

    /**
     * Renames an object, as the service does it by itself: over what is at the target, or with an error. Where a service
     * has several objects of one name, it makes a second one.
     */
    void moveAsItIs(RemotePath from, RemotePath to) throws StorageException {
        JsonObject parameters = both(from, to);
        parameters.add("_config", only(IGNORE_WHAT_IS_THERE));
        call("operations/movefile", parameters, purpose("rename", from));
    }

    /**
     * Renames an object; what is at the target is deleted before. Told nothing, rclone would take two objects of one size and
     * time for the same, and only delete the first.
     */
    void move(RemotePath from, RemotePath to) throws StorageException {
        JsonObject parameters = both(from, to);
        parameters.add("_config", only(TRANSFER_ANYWAY));
        call("operations/movefile", parameters, purpose("rename", from));
    }

    /** Renames a directory with all that is in it. */
    void moveDirectory(RemotePath from, RemotePath to) throws StorageException {
        JsonObject parameters = fs("srcFs", remote.at(Names.encode(from)));
        parameters.addProperty("dstFs", remote.at(Names.encode(to)).fs());
        call("sync/move", parameters, purpose("rename", from));
    }

    void makeDirectory(RemotePath directory) throws StorageException {
        call("operations/mkdir", at("fs", "remote", directory), purpose("make", directory));
    }

    /** Deletes an object. */
    void delete(RemotePath path) throws StorageException {
        call("operations/deletefile", at("fs", "remote", path), purpose("delete", path));
    }

    /** Deletes an empty directory. Some services would delete an object, too, so it has to be one. */
    void deleteDirectory(RemotePath directory) throws StorageException {
        call("operations/rmdir", at("fs", "remote", directory), purpose("delete", directory));
    }

    /** Returns a number of bytes that the service tells about its room: {@code free}, {@code total}. */
    OptionalLong room(String which) throws StorageException {
        JsonObject about = call("operations/about", fs("fs", remote), purpose("ask for the room of", RemotePath.ROOT));
        return about.get(which) instanceof JsonElement bytes && bytes.isJsonPrimitive()
                ? OptionalLong.of(bytes.getAsLong()) : OptionalLong.empty();
    }

    private JsonObject call(String method, JsonObject parameters, Purpose purpose) throws StorageException {
        return bridge.control().call(method, parameters, remote, purpose);
    }

    private JsonObject both(RemotePath from, RemotePath to) throws StorageException {
        JsonObject parameters = at("srcFs", "srcRemote", from);
        at("dstFs", "dstRemote", to).entrySet().forEach(entry -> parameters.add(entry.getKey(), entry.getValue()));
        return parameters;
    }

    private JsonObject at(String fs, String name, RemotePath path) throws StorageException {
        JsonObject parameters = fs(fs, remote);
        parameters.addProperty(name, Names.encode(path));
        return parameters;
    }

    private static JsonObject fs(String name, Remote remote) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty(name, remote.fs());
        return parameters;
    }

    private static JsonObject only(String option) {
        JsonObject options = new JsonObject();
        options.addProperty(option, true);
        return options;
    }
}
