package dev.tandem.storage.rclone;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.http.Answer;
import dev.tandem.storage.http.Endpoint;
import dev.tandem.storage.http.HttpStorage;
import dev.tandem.storage.http.Percent;
import dev.tandem.storage.http.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The calls of one running rclone: {@code method} and JSON in, JSON out. Thread-safe. */
final class RemoteControl implements AutoCloseable {
    /** rclone itself gives up a service that is silent for some minutes, and begins again a few times. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    /** A large upload is one call, and so is a directory that is moved file by file. */
    private static final Duration PATIENCE_WITH_TRANSFERS = Duration.ofDays(30);
    private static final Set<String> TRANSFERS = Set.of("operations/copyfile", "operations/movefile", "sync/move");
    private static final int LARGEST_ERROR = 64 << 10;
    private static final Pattern TOTAL = Pattern.compile("bytes .*/(\\d{1,18})");

    private final Daemon daemon;
    private final HttpStorage http;
    private final HttpStorage transfers;

    RemoteControl(Daemon daemon) throws StorageException {
        this.daemon = daemon;
        this.http = connect(daemon, PATIENCE);
        this.transfers = connect(daemon, PATIENCE_WITH_TRANSFERS);
    }

    private static HttpStorage connect(Daemon daemon, Duration patience) throws StorageException {
        return new HttpStorage(new Endpoint(daemon.address(), daemon.login(), Optional.empty(), patience));
    }

    /** Tells whether rclone is still there. */
    boolean alive() {
        return daemon.alive();
    }

    /** Makes a call about a remote, and returns its answer. */
    JsonObject call(String method, JsonObject parameters, Remote remote, Purpose purpose) throws StorageException {
        try (Answer answer = send(method, parameters, remote, purpose);
                Reader text = new InputStreamReader(answer.body(), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(text).getAsJsonObject();
        } catch (StorageException e) {
            throw e;
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw Failures.malformed(purpose, e);
        }
    }

    /** Makes a call about a remote that is answered by a list of entries. */
    Listing list(String method, JsonObject parameters, Remote remote, Purpose purpose) throws StorageException {
        return new Listing(send(method, parameters, remote, purpose));
    }

    private Answer send(String method, JsonObject parameters, Remote remote, Purpose purpose) throws StorageException {
        byte[] body = parameters.toString().getBytes(StandardCharsets.UTF_8);
        HttpStorage way = TRANSFERS.contains(method) ? transfers : http;
        Answer answer = orGone(purpose, () -> way.request("POST", URI.create(daemon.address() + method), purpose)
                .header("Content-Type", "application/json").send(body));
        if (!answer.succeeded()) {
            throw failure(answer, remote, purpose);
        }
        return answer;
    }

    /** Returns whether {@link #read} can name this object; a few characters mean something else in its address. */
    static boolean isReadable(Remote remote, String path) {
        String place = "[" + remote.fs() + "]/" + path;
        return remote.fs().indexOf(']') < 0 && !place.contains("//") && !place.contains("/./") && !place.contains("/../")
                && place.indexOf('\n') < 0;
    }

    /** Opens an object, or part of it; {@code length} -1 is to the end. */
    InputStream read(Remote remote, String path, long offset, long length, Purpose purpose) throws StorageException {
        if (offset < 0) {
            throw new StorageException(Kind.INVALID, purpose.cannot() + "nothing starts at " + offset);
        }
        URI address = URI.create(daemon.address() + Percent.encode("[" + remote.fs() + "]") + "/"
                + Stream.of(path.split("/")).map(Percent::encode).collect(Collectors.joining("/")));
        // Nothing at all is asked for as one byte, so that it is told whether it could be there.
        long last = length < 0 || length > Long.MAX_VALUE - offset ? -1 : offset + Math.max(1, length) - 1;
        Answer answer = orGone(purpose, () -> http.request("GET", address, purpose)
                .header("Range", "bytes=" + offset + "-" + (last < 0 ? "" : last)).send());
        if (!answer.succeeded()) {
            throw failure(answer, remote, purpose);
        }
        refuseBeyond(answer, offset, purpose);
        return length == 0 ? nothing(answer) : answer.body();
    }

    private static InputStream nothing(Answer answer) {
        answer.close();
        return InputStream.nullInputStream();
    }

    /** rclone sends nothing, successfully, of what lies behind the end. */
    private static void refuseBeyond(Answer answer, long offset, Purpose purpose) throws StorageException {
        Matcher total = TOTAL.matcher(answer.header("Content-Range").orElse(""));
        boolean known = total.matches();
        if (answer.status() != 206 && offset > 0) {
            answer.close();
            throw new StorageException(Kind.UNSUPPORTED, purpose.cannot() + "rclone cannot read part of it");
        }
        if (known && offset > Long.parseLong(total.group(1))) {
            answer.close();
            throw new StorageException(Kind.INVALID,
                    purpose.cannot() + "it has " + total.group(1) + " bytes, none at " + offset);
        }
    }

    private interface Sending {
        Answer send() throws StorageException;
    }

    private Answer orGone(Purpose purpose, Sending sending) throws StorageException {
        try {
            return sending.send();
        } catch (StorageException e) {
            throw e.kind() == Kind.UNREACHABLE ? Failures.gone(purpose, daemon.lastWords().orElse(""), e) : e;
        }
    }

    private static StorageException failure(Answer answer, Remote remote, Purpose purpose) throws StorageException {
        String text = new String(answer.small(LARGEST_ERROR), StandardCharsets.UTF_8).strip();
        return Failures.of(purpose, remote, answer.status(), errorIn(text));
    }

    private static String errorIn(String text) {
        try {
            return JsonParser.parseString(text) instanceof JsonObject object
                    && object.get("error") instanceof JsonElement error ? error.getAsString() : text;
        } catch (JsonParseException | IllegalStateException e) {
            // Not rclone's JSON: then it is told as it is.
            return text;
        }
    }

    @Override
    public void close() {
        http.close();
        transfers.close();
        daemon.close();
    }
}
