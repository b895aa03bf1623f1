package dev.tandem.tck;

import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Conflicts of every kind between versions of every sort, also such as few people will ever have. */
final class SampleConflicts {
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] NO_TEXT = {'d', '/', (byte) 0xff, (byte) 0xfe};

    private static final List<RawPath> PATHS = List.of(RawPath.of("notes.txt"), RawPath.of("a/b/c/.hidden file"),
            RawPath.of(NO_TEXT));

    private static final List<Version> VERSIONS = List.of(
            file(100, TIME, "a"), file(100, TIME, "b"), file(50, TIME, "c"), file(100, TIME.plusNanos(1), "a"),
            file(50, TIME, ""), file(100, TIME, ""), file(0, TIME.plusSeconds(60), "empty"),
            file(Long.MAX_VALUE, Instant.EPOCH, "large"), file(7, Instant.MIN, "no date"), file(7, Instant.MAX, "late"),
            new Version(FileType.DIRECTORY, 0, TIME, ""), new Version(FileType.DIRECTORY, 0, TIME.plusSeconds(1), ""),
            new Version(FileType.SYMLINK, 0, TIME, "target"), new Version(FileType.SYMLINK, 0, TIME, "other"),
            new Version(FileType.FIFO, 0, TIME, ""));

    private SampleConflicts() { }

    private static Version file(long size, Instant modified, String content) {
        return new Version(FileType.FILE, size, modified, content);
    }

    /** Returns them; at least one side of each has something. */
    static List<Conflict> all() {
        List<Optional<Version>> versions =
                Stream.concat(Stream.of(Optional.<Version>empty()), VERSIONS.stream().map(Optional::of)).toList();
        List<Conflict> conflicts = new ArrayList<>();
        for (Conflict.Kind kind : Conflict.Kind.values()) {
            for (Optional<Version> left : versions) {
                for (Optional<Version> right : versions) {
                    if (left.isPresent() || right.isPresent()) {
                        RawPath path = PATHS.get(conflicts.size() % PATHS.size());
                        conflicts.add(new Conflict(path, kind, Optional.empty(), left, right));
                        conflicts.add(new Conflict(path, kind, Optional.of(VERSIONS.getFirst()), left, right));
                    }
                }
            }
        }
        return conflicts;
    }

    static Conflict swapped(Conflict conflict) {
        return new Conflict(conflict.path(), conflict.kind(), conflict.base(), conflict.right(), conflict.left());
    }
}
