package dev.tandem.sync.internal.version;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.gson.JsonObject;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.internal.replica.Replica;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A log that is a file of lines, added to at its end: a header, a line an event, and an end. Each line has a checksum, so
 * that a torn one is told from a whole one.
 */
final class FileRunLog implements RunLog {
    private final String run;
    private final Path file;
    private final JsonObject header;
    private final RawPath versions;
    private Optional<FileChannel> channel = Optional.empty();
    private long events;
    private boolean listed;

    /** A log that comes to be with its first event: of a run that does nothing there is none. */
    FileRunLog(String run, Path file, JsonObject header) {
        this.run = run;
        this.file = file;
        this.header = header;
        this.versions = RawPath.of(Replica.OWN).child("versions").child(run);
    }

    /** Returns where a run puts what is at {@code path} aside, relative to the root of its side. */
    static RawPath keep(String run, RawPath path) {
        return below(RawPath.of(Replica.OWN).child("versions").child(run), path);
    }

    private static RawPath below(RawPath folder, RawPath path) {
        RawPath kept = folder;
        for (RawName name : path.names()) {
            kept = kept.child(name);
        }
        return kept;
    }

    /** Returns the line that ends a log. */
    static JsonObject end(RunRecord.End how, long events) {
        JsonObject json = new JsonObject();
        json.addProperty("end", how.name().toLowerCase(Locale.ROOT));
        json.addProperty("events", events);
        return json;
    }

    @Override
    public String run() {
        return run;
    }

    @Override
    public RawPath keep(RawPath path) {
        return below(versions, path);
    }

    @Override
    public synchronized void write(Event event) throws IOException {
        if (channel.isEmpty()) {
            begin();
        }
        add(EventJson.encode(event));
        events += event instanceof Dropped ? -1 : 1;
    }

    private void begin() throws IOException {
        try {
            Files.createDirectories(file.getParent());
            channel = Optional.of(FileChannel.open(file, CREATE_NEW, WRITE));
        } catch (IOException e) {
            throw failed(e);
        }
        add(header);
    }

    @Override
    public synchronized void flush() throws IOException {
        if (channel.isEmpty()) {
            return;
        }
        try {
            channel.get().force(false);
            if (!listed) {
                flushFolder();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    // Without this the file may be safe, and its name not.
    private void flushFolder() throws IOException {
        if (File.separatorChar == '/') {
            try (FileChannel folder = FileChannel.open(file.getParent(), READ)) {
                folder.force(true);
            }
        }
        listed = true;
    }

    @Override
    public synchronized void finish() throws IOException {
        if (channel.isPresent()) {
            add(end(RunRecord.End.FINISHED, events));
            flush();
        }
    }

    private void add(JsonObject line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(LogLine.encode(line));
        try {
            while (bytes.hasRemaining()) {
                channel.orElseThrow().write(bytes);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private SyncException failed(IOException e) {
        return new SyncException(SyncException.Kind.STORAGE, "cannot write the log of this run, " + file + ": "
                + e.getMessage() + ". The run stops here, as what is not written down could not be taken back. "
                + "See whether that disk is full or fails, then run again", e);
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
        }
    }
}
