package dev.tandem.storage.rest;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.http.BoundedInput;
import dev.tandem.storage.http.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads a listing as it comes: {@code [{"name": "…", "size": 123}, …]}, one file after the other. */
final class FileListing {
    /** What is done with a file. */
    interface Sink {
        /** @return whether to go on */
        boolean accept(String id, long size) throws StorageException;
    }

    private FileListing() { }

    private record File(String id, long size) { }

    /**
     * Tells {@code sink} of every file; what is not named by an ID is no file of a repository.
     *
     * @throws StorageException {@code FAILED} where the listing is not one, or not whole
     */
    static void read(Purpose purpose, InputStream in, Sink sink) throws StorageException {
        var bounded = new BoundedInput(in);
        var json = new JsonReader(new InputStreamReader(bounded, StandardCharsets.UTF_8));
        understood(purpose, () -> {
            json.beginArray();
            return null;
        });
        for (File file = next(purpose, bounded, json); file != null; file = next(purpose, bounded, json)) {
            if (Place.ID.matcher(file.id()).matches() && !sink.accept(file.id(), file.size())) {
                return;
            }
        }
    }

    /** Returns the next file; null at the end of the whole listing. */
    private static File next(Purpose purpose, BoundedInput in, JsonReader json) throws StorageException {
        return understood(purpose, () -> {
            in.allowMore();
            if (json.hasNext()) {
                return file(json);
            }
            json.endArray();
            return null;
        });
    }

    private interface Step {
        File take() throws IOException;
    }

    private static File understood(Purpose purpose, Step step) throws StorageException {
        try {
            return step.take();
        } catch (StorageException e) {
            throw e;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new StorageException(Kind.FAILED, purpose.cannot() + "the server's listing cannot be understood: "
                    + e.getMessage(), e, true, null);
        }
    }

    private static File file(JsonReader json) throws IOException {
        String name = "";
        long size = -1;
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "name" -> name = json.nextString();
                case "size" -> size = json.nextLong();
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (size < 0) {
            throw new MalformedJsonException("a file without a size");
        }
        return new File(name, size);
    }
}
