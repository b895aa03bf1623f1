package dev.tandem.sync.internal.version;

import com.google.gson.JsonObject;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncRun;
import dev.tandem.sync.internal.version.RunLog.Event;
import dev.tandem.sync.internal.version.RunRecord.End;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The logs of the runs of a pair, a file each in one folder. Their names are in the order they began. */
public final class RunLogs {
    private static final String SUFFIX = ".log";
    private static final int FORMAT = 1;
    private static final int NUMBERS = 1 << 16;
    private static final int TAIL_BYTES = 4096;
    private static final Pattern RUN = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{4}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;

    /**
     * The logs in a folder, which need not exist.
     *
     * @param folder one pair's own
     */
    public RunLogs(Path folder) {
        this.folder = folder;
    }

    /**
     * Begins the log of a run. There is a file once something is written down.
     *
     * @param left   the root of the left side, for people
     * @param right  that of the right side
     * @param undoes the run that is taken back, if that is what the new one does
     */
    public RunLog begin(String left, String right, Instant now, Optional<String> undoes) throws IOException {
        JsonObject header = new JsonObject();
        header.addProperty("format", FORMAT);
        header.addProperty("time", now.toString());
        header.addProperty("left", left);
        header.addProperty("right", right);
        undoes.ifPresent(run -> header.addProperty("undoes", run));
        String run = nameAfter(names().stream().findFirst(), now);
        return new FileRunLog(run, file(run), header);
    }

    // Two runs may begin within a second, and a clock may be set back: the newer one must come later all the same, as
    // undo takes the newest one back.
    private static String nameAfter(Optional<String> newest, Instant now) {
        int random = ThreadLocalRandom.current().nextInt(NUMBERS / 16);
        String fresh = name(now, random);
        if (newest.isEmpty() || newest.get().compareTo(fresh) < 0) {
            return fresh;
        }
        String last = newest.get();
        int next = Integer.parseInt(last.substring(last.indexOf('-') + 1), 16) + 1 + random % 16;
        Instant second = time(last);
        return next < NUMBERS ? name(second, next) : name(second.plusSeconds(1), random);
    }

    private static String name(Instant time, int number) {
        return TIME.format(time) + String.format(Locale.ROOT, "-%04x", number);
    }

    private static Instant time(String run) {
        return Instant.from(TIME.parse(run.substring(0, run.indexOf('-'))));
    }

    /** Returns the runs there are logs of, the newest first. */
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return names;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String run = name.substring(0, name.length() - SUFFIX.length());
                if (RUN.matcher(run).matches()) {
                    names.add(run);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(Comparator.reverseOrder());
        return names;
    }

    /** Returns the runs that changed something, the newest first; those that took another one back are among them. */
    public List<SyncRun> list() throws IOException {
        List<SyncRun> runs = new ArrayList<>();
        Set<String> undone = new HashSet<>();
        for (Summary log : summaries()) {
            boolean taken = undone.contains(log.run);
            if (!taken && log.end == End.FINISHED) {
                log.undoes.ifPresent(undone::add);
            }
            if (log.changes > 0) {
                runs.add(new SyncRun(log.run, log.time, log.changes, log.end == End.FINISHED, taken));
            }
        }
        return runs;
    }

    /** Returns the newest run that changed something, was not taken back and did not take back another one. */
    public Optional<String> newestToUndo() throws IOException {
        Set<String> undoing = new HashSet<>();
        for (Summary log : summaries()) {
            if (log.undoes.isPresent()) {
                undoing.add(log.run);
            }
        }
        return list().stream().filter(run -> !run.undone() && !undoing.contains(run.id())).map(SyncRun::id)
                .findFirst();
    }

    /** Returns the runs whose logs have no end, the oldest first. */
    public List<String> open() throws IOException {
        List<String> open = new ArrayList<>();
        for (String run : names().reversed()) {
            if (lastLine(file(run)).filter(line -> line.has("end")).isEmpty()) {
                open.add(run);
            }
        }
        return open;
    }

    /**
     * Reads a log.
     *
     * @throws SyncException {@code NOT_FOUND} where there is none
     */
    public RunRecord read(String run) throws IOException {
        if (!RUN.matcher(run).matches()) {
            throw missing(run);
        }
        List<String> lines;
        try {
            lines = lines(file(run));
        } catch (NoSuchFileException e) {
            throw missing(run);
        }
        return new Reading(run).of(lines);
    }

    private static SyncException missing(String run) {
        return new SyncException(SyncException.Kind.NOT_FOUND,
                "there is no run " + run + " of these folders. List the runs to see those there are");
    }

    /** Marks a run that has no end as interrupted and put right. */
    void interrupted(String run) throws IOException {
        byte[] line = LogLine.encode(FileRunLog.end(End.INTERRUPTED, read(run).events().size()));
        try (RandomAccessFile log = new RandomAccessFile(file(run).toFile(), "rw")) {
            log.setLength(wholeLines(log));
            log.seek(log.length());
            log.write(line);
            log.getFD().sync();
        }
    }

    private static long wholeLines(RandomAccessFile log) throws IOException {
        for (long end = log.length(); end > 0; end--) {
            log.seek(end - 1);
            if (log.read() == '\n') {
                return end;
            }
        }
        return 0;
    }

    /** Deletes a log. */
    void delete(String run) throws IOException {
        Files.deleteIfExists(file(run));
    }

    private Path file(String run) {
        return folder.resolve(run + SUFFIX);
    }

    /** What a list tells of a run. */
    private record Summary(String run, Instant time, Optional<String> undoes, long changes, End end) { }

    private List<Summary> summaries() throws IOException {
        List<Summary> all = new ArrayList<>();
        for (String run : names()) {
            all.add(summary(run));
        }
        return all;
    }

    private Summary summary(String run) throws IOException {
        Optional<JsonObject> header = firstLine(file(run));
        Optional<JsonObject> last = lastLine(file(run)).filter(line -> line.has("end"));
        if (header.isEmpty() || last.isEmpty()) {
            RunRecord record = read(run);
            return new Summary(run, record.time(), record.undoes(), record.events().size(), record.end());
        }
        return new Summary(run, Reading.time(header.get()), Reading.undoes(header.get()),
                last.get().get("events").getAsLong(), Reading.end(last.get()));
    }

    private static Optional<JsonObject> firstLine(Path file) throws IOException {
        try (var reader = new BufferedReader(new InputStreamReader(Files.newInputStream(file),
                StandardCharsets.UTF_8))) {
            return Optional.ofNullable(reader.readLine()).flatMap(LogLine::decode)
                    .filter(line -> line.has("format"));
        }
    }

    private static Optional<JsonObject> lastLine(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.READ)) {
            int length = (int) Math.min(TAIL_BYTES, channel.size());
            channel.position(channel.size() - length);
            var tail = ByteBuffer.allocate(length);
            while (tail.hasRemaining() && channel.read(tail) >= 0) { }
            List<String> lines = split(tail.array());
            return lines.isEmpty() ? Optional.empty() : LogLine.decode(lines.getLast());
        }
    }

    // A log with bytes that are no text must not fail as a whole, so it is not read with a strict decoder.
    private static List<String> lines(Path file) throws IOException {
        return split(Files.readAllBytes(file));
    }

    private static List<String> split(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }

    /** The reading of one log. */
    private static final class Reading {
        private final String run;
        private final List<Event> events = new ArrayList<>();
        private Optional<JsonObject> header = Optional.empty();
        private End end = End.OPEN;
        private int damaged;

        Reading(String run) {
            this.run = run;
        }

        RunRecord of(List<String> lines) {
            for (int i = 0; i < lines.size(); i++) {
                Optional<JsonObject> line = LogLine.decode(lines.get(i));
                boolean torn = i == lines.size() - 1;
                if (line.isPresent()) {
                    take(line.get());
                } else if (!torn) {
                    damaged++;
                }
            }
            return new RunRecord(run, header.map(Reading::time).orElseGet(() -> RunLogs.time(run)),
                    header.flatMap(Reading::undoes), events, end, damaged);
        }

        private void take(JsonObject line) {
            if (line.has("format")) {
                header = Optional.of(line);
            } else if (line.has("end")) {
                end = end(line);
            } else {
                events.add(EventJson.decode(line));
            }
        }

        static Instant time(JsonObject header) {
            return Instant.parse(header.get("time").getAsString());
        }

        static Optional<String> undoes(JsonObject header) {
            return Optional.ofNullable(header.get("undoes")).map(run -> run.getAsString());
        }

        static End end(JsonObject line) {
            return End.valueOf(line.get("end").getAsString().toUpperCase(Locale.ROOT));
        }
    }
}
