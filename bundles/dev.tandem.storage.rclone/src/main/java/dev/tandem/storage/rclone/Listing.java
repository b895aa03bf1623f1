package dev.tandem.storage.rclone;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.http.Answer;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Optional;

/** The entries of a directory, read as they come: {@code {"list": […]}}. */
final class Listing implements AutoCloseable {
    private static final Gson GSON = new Gson();

    private interface Step<T> {
        T take() throws IOException;
    }

    private final Answer answer;
    private final JsonReader json;

    Listing(Answer answer) throws StorageException {
        this.answer = answer;
        this.json = new JsonReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        sensible(this::begin);
    }

    private Void begin() throws IOException {
        json.beginObject();
        if (!json.nextName().equals("list")) {
            throw new IOException("it does not begin with a list");
        }
        if (json.peek() == JsonToken.NULL) {
            throw new IOException("it has no list");
        }
        json.beginArray();
        return null;
    }

    /** Returns the next entry of {@code directory}, or nothing when all were told. */
    Optional<ObjectInfo> next(RemotePath directory) throws StorageException {
        return sensible(() -> {
            if (!json.hasNext()) {
                json.endArray();
                json.endObject();
                return Optional.empty();
            }
            Entry entry = GSON.fromJson(json, Entry.class);
            return Optional.of(entry.at(directory.child(Names.decode(entry.name()))));
        });
    }

    private <T> T sensible(Step<T> step) throws StorageException {
        try {
            return step.take();
        } catch (StorageException e) {
            throw e;
        } catch (IOException | JsonParseException | IllegalStateException | IllegalArgumentException
                | DateTimeException e) {
            answer.close();
            throw Failures.malformed(answer.purpose(), e);
        }
    }

    @Override
    public void close() {
        answer.close();
    }
}
