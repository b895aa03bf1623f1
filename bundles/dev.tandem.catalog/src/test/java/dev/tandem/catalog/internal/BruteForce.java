package dev.tandem.catalog.internal;

import dev.tandem.backup.Node;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.catalog.FileEntry;
import dev.tandem.catalog.FileQuery;
import dev.tandem.catalog.FoundEntry;
import dev.tandem.catalog.FoundPath;
import dev.tandem.model.RawPath;
import dev.tandem.scan.PathPatterns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The same answers by the plain way: every entry of every snapshot. */
final class BruteForce {
    /** What can be compared of an entry without the index's hashes. */
    record Plain(String snapshot, RawPath path, String type, int permissions, long size, Instant modified, int uid,
            String user) { }

    /** What can be compared of a path without them. */
    record PlainPath(RawPath path, List<List<String>> versions, Optional<String> gone) { }

    private final Repository repository;

    BruteForce(Repository repository) {
        this.repository = repository;
    }

    static Plain plain(FoundEntry found) {
        FileEntry entry = found.entry();
        return new Plain(found.snapshot().id().brief(), found.path(), entry.type().toString(), entry.permissions(),
                entry.size(), entry.modified(), entry.owner().uid(), entry.owner().user());
    }

    static PlainPath plain(FoundPath found) {
        return new PlainPath(found.path(), found.versions().stream().map(version -> version.snapshots().stream()
                .map(snapshot -> snapshot.id().brief()).toList()).toList(),
                found.gone().map(gone -> gone.id().brief()));
    }

    List<Plain> findEach(FileQuery query) throws IOException {
        PathPatterns patterns = Installation.FILTERS.patterns(query.patterns(), query.ignoreCase());
        List<Plain> found = new ArrayList<>();
        for (Snapshot snapshot : query.snapshots()) {
            repository.list(snapshot, RawPath.ROOT, true, entry -> {
                Node node = entry.node();
                if (patterns.matches(entry.path()) && wanted(query, node)) {
                    found.add(new Plain(snapshot.id().brief(), entry.path(), node.type().toString(),
                            node.stat().permissions(), node.stat().size(), node.stat().modified(), node.stat().uid(),
                            node.user()));
                }
            });
        }
        return found;
    }

    private static boolean wanted(FileQuery query, Node node) {
        return (query.types().isEmpty() || query.types().contains(node.type()))
                && query.oldest().filter(node.stat().modified()::isBefore).isEmpty()
                && query.newest().filter(node.stat().modified()::isAfter).isEmpty();
    }

    /** What makes a version; content is told by its blobs. */
    private record Version(Object type, int permissions, long size, Instant modified, int uid, int gid, Object content,
            String target) { }

    /** In order of paths as text, which is not that of a walk. */
    List<PlainPath> find(FileQuery query) throws IOException {
        PathPatterns patterns = Installation.FILTERS.patterns(query.patterns(), query.ignoreCase());
        Map<RawPath, Map<Version, List<Snapshot>>> wanted = new HashMap<>();
        Map<RawPath, List<Snapshot>> present = new HashMap<>();
        List<Snapshot> byTime = query.snapshots().stream()
                .sorted(Comparator.comparing((Snapshot s) -> s.time().toInstant())).toList();
        for (Snapshot snapshot : byTime) {
            repository.list(snapshot, RawPath.ROOT, true, entry -> {
                Node node = entry.node();
                present.computeIfAbsent(entry.path(), _ -> new ArrayList<>()).add(snapshot);
                if (patterns.matches(entry.path()) && wanted(query, node)) {
                    Version version = new Version(node.type(), node.stat().permissions(), node.stat().size(),
                            node.stat().modified(), node.stat().uid(), node.stat().gid(), node.content(),
                            new String(node.linkTarget(), StandardCharsets.ISO_8859_1));
                    wanted.computeIfAbsent(entry.path(), _ -> new LinkedHashMap<>())
                            .computeIfAbsent(version, _ -> new ArrayList<>()).add(snapshot);
                }
            });
        }
        return wanted.entrySet().stream().map(path -> new PlainPath(path.getKey(),
                path.getValue().values().stream().map(BruteForce::brief).toList(),
                gone(present.get(path.getKey()), byTime))).sorted(Comparator.comparing(PlainPath::path)).toList();
    }

    private static List<String> brief(List<Snapshot> snapshots) {
        return snapshots.stream().map(snapshot -> snapshot.id().brief()).toList();
    }

    private static Optional<String> gone(List<Snapshot> present, List<Snapshot> byTime) {
        for (Snapshot each : present) {
            List<Snapshot> source = source(each, byTime);
            if (present.contains(source.getLast())) {
                return Optional.empty();
            }
        }
        List<Snapshot> source = source(present.getLast(), byTime);
        return Optional.of(source.get(source.indexOf(present.getLast()) + 1).id().brief());
    }

    private static List<Snapshot> source(Snapshot of, List<Snapshot> byTime) {
        return byTime.stream().filter(snapshot -> snapshot.hostname().equals(of.hostname())
                && new TreeSet<>(snapshot.paths()).equals(new TreeSet<>(of.paths()))).toList();
    }
}
