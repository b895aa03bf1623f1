package dev.tandem.sync.internal.engine;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.storage.Location;
import dev.tandem.sync.ConflictRule;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.SyncItem;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.SyncPair;
import dev.tandem.sync.SyncReport;
import dev.tandem.sync.SyncRequest;
import dev.tandem.sync.SyncRules;
import dev.tandem.sync.Synchronizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Two real folders that a real engine keeps in step, with everything a test does to them. */
final class Pair {
    final Path left;
    final Path right;
    final Synchronizer engine;
    final List<SyncItem> items = Collections.synchronizedList(new ArrayList<>());
    final List<Problem> problems = Collections.synchronizedList(new ArrayList<>());
    SyncRules rules = SyncRules.USUAL;

    private final JobMonitor monitor = new JobMonitor() {
        @Override
        public void problem(Problem problem) {
            problems.add(problem);
        }
    };

    Pair(Path folder) throws IOException {
        this(folder.resolve("left"), folder.resolve("right"), folder.resolve("data"));
        Files.createDirectory(left);
        Files.createDirectory(right);
    }

    Pair(Path left, Path right, Path data) {
        this.left = left;
        this.right = right;
        this.engine = Engines.real(data);
    }

    SyncPair pair() {
        return new SyncPair(new Location(Location.FILE, left.toString()),
                new Location(Location.FILE, right.toString()));
    }

    SyncRequest request() {
        return SyncRequest.of(pair()).with(rules);
    }

    Pair mode(SyncMatrix matrix) {
        rules = rules.with(matrix);
        return this;
    }

    Pair policy(String name) {
        rules = rules.withConflicts(List.of(ConflictRule.everywhere(name)));
        return this;
    }

    SyncReport sync() throws SyncException {
        return sync(request());
    }

    SyncReport sync(SyncRequest request) throws SyncException {
        items.clear();
        problems.clear();
        return engine.sync(request, items::add, monitor);
    }

    SyncReport force() throws SyncException {
        return sync(new SyncRequest(pair(), rules, request().gates(), List.of(SyncRequest.ALL), false,
                Optional.empty()));
    }

    SyncReport syncWith(Runnable afterScan) throws SyncException {
        return sync(new SyncRequest(pair(), rules, request().gates(), List.of(), false, Optional.of(afterScan)));
    }

    SyncReport undo() throws SyncException {
        problems.clear();
        return engine.undo(pair(), Optional.empty(), monitor);
    }

    /** Writes a file of text, at a time of its own. */
    static Path write(Path folder, String path, String text) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void age(Path file, Instant time) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Returns what is in a folder: directories end with a slash, links say where they lead, files what they hold. */
    static Map<String, String> tree(Path folder) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                String name = folder.relativize(path).toString();
                if (name.isEmpty() || name.equals(".tandem") || name.startsWith(".tandem/")) {
                    continue;
                }
                if (Files.isSymbolicLink(path)) {
                    tree.put(name, "-> " + Files.readSymbolicLink(path));
                } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    tree.put(name + "/", "");
                } else {
                    tree.put(name, Files.isRegularFile(path)
                            ? new String(Files.readAllBytes(path), StandardCharsets.UTF_8) : "special");
                }
            }
        }
        return tree;
    }

    Map<String, String> leftTree() throws IOException {
        return tree(left);
    }

    Map<String, String> rightTree() throws IOException {
        return tree(right);
    }

    /** Returns the texts of all versions that were put aside on a side. */
    static List<String> versions(Path folder) throws IOException {
        Path versions = folder.resolve(".tandem/versions");
        if (!Files.exists(versions)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(versions)) {
            List<String> texts = new ArrayList<>();
            for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
                texts.add(Files.readString(path));
            }
            return texts;
        }
    }
}
