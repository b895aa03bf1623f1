package dev.tandem.scanner.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.SourceFilter;
import dev.tandem.scan.SourceRule;
import dev.tandem.scan.SourceRule.Kind;
import dev.tandem.scan.SourceRules;
import dev.tandem.scanner.FilesFixture;
import dev.tandem.scanner.nio.NioReader;
import dev.tandem.scanner.nio.NioWriter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SourceFiltersTest extends FilesFixture {
    private final NioReader reader = new NioReader();
    private final NioWriter writer = new NioWriter(reader);
    private final SourceFilters filters = new SourceFilters(reader);

    @Override
    protected LocalReader reader() {
        return reader;
    }

    @Override
    protected LocalWriter writer() {
        return writer;
    }

    private SourceFilter filter(List<String> excludes, List<String> ignoreCase, List<String> markers, long limit)
            throws IOException {
        return filters.forSource(new SourceRules(excludes, ignoreCase, markers, limit, false), root);
    }

    /** Returns what is left of the directory, as paths relative to it. */
    private Set<String> left(SourceFilter filter) throws IOException {
        Set<String> left = new TreeSet<>();
        collect(root, filter, left);
        return left;
    }

    private void collect(RawPath directory, SourceFilter filter, Set<String> left) throws IOException {
        for (RawName name : reader.names(directory)) {
            RawPath path = directory.child(name);
            if (filter.excludedByName(path).isPresent() || filter.excluded(path, reader.stat(path)).isPresent()) {
                continue;
            }
            left.add(path.toString().substring(root.length() + 1));
            if (reader.stat(path).isDirectory()) {
                collect(path, filter, left);
            }
        }
    }

    private void tree(String... paths) throws IOException {
        for (String path : paths) {
            RawPath at = root;
            String[] names = path.split("/");
            for (int i = 0; i < names.length - 1; i++) {
                at = at.child(names[i]);
                if (!exists(at)) {
                    writer.createDirectory(at);
                }
            }
            write(at.child(names[names.length - 1]), path);
        }
    }

    private boolean exists(RawPath path) throws IOException {
        try {
            reader.stat(path);
            return true;
        } catch (NoSuchFileException missing) {
            return false;
        }
    }

    @Test
    void withoutRulesEverythingIsLeft() throws IOException {
        tree("a/b/c", "d");
        assertEquals(Set.of("a", "a/b", "a/b/c", "d"), left(filters.forSource(SourceRules.EVERYTHING, root)));
    }

    @Test
    void exactAndIgnoringPatternsBothLeaveOut() throws IOException {
        tree("Cache/x", "cache/x", "keep/photo.JPG", "keep/photo.jpg", "keep/note");
        assertEquals(Set.of("cache", "cache/x", "keep", "keep/note"),
                left(filter(List.of("Cache"), List.of("*.jPg"), List.of(), -1)));
    }

    @Test
    void takingBackHoldsWithinItsOwnList() throws IOException {
        tree("a.log", "keep.log");
        assertEquals(Set.of("keep.log"), left(filter(List.of("*.log", "!keep.log"), List.of(), List.of(), -1)));
        assertEquals(Set.of(), left(filter(List.of("*.log"), List.of("!keep.log"), List.of(), -1)));
    }

    private static Optional<SourceRule> rule(Kind kind, String text) {
        return Optional.of(new SourceRule(kind, text, ""));
    }

    @Test
    void theRuleThatLeftOutIsNamed() throws IOException {
        tree("dir/TAG", "dir/file", "big");
        SourceFilter filter = filter(List.of("*.o"), List.of("*.TMP"), List.of("TAG"), 2);
        assertEquals(rule(Kind.PATTERN, "*.o"), filter.excludedByName(root.child("x.o")));
        assertEquals(rule(Kind.CASELESS_PATTERN, "*.TMP"), filter.excludedByName(root.child("x.tmp")));
        assertEquals(rule(Kind.SIZE, "2"), filter.excluded(root.child("big"), reader.stat(root.child("big"))));
        RawPath beside = root.child("dir");
        assertEquals(rule(Kind.MARKER, "TAG"), filter.excluded(beside.child("file"), reader.stat(beside)));
    }

    @Test
    void aMarkedDirectoryKeepsOnlyItsMarker() throws IOException {
        tree("marked/TAG", "marked/file", "marked/below/file", "other/file", "TAGS");
        assertEquals(Set.of("marked", "marked/TAG", "other", "other/file", "TAGS"),
                left(filter(List.of(), List.of(), List.of("TAG"), -1)));
    }

    @Test
    void aMarkerMustStartWithItsHeader() throws IOException {
        tree("real/file", "wrong/file", "short/file", "empty/file", "fifo/file");
        write(root.child("real").child("TAG"), "head: and more");
        write(root.child("wrong").child("TAG"), "Head: and more");
        write(root.child("short").child("TAG"), "head");
        write(root.child("empty").child("TAG"), "");
        writer.createDirectory(root.child("fifo").child("TAG"));
        Set<String> left = left(filter(List.of(), List.of(), List.of("TAG:head:"), -1));
        assertTrue(left.contains("real/TAG"));
        assertTrue(left.containsAll(Set.of("wrong/file", "short/file", "empty/file", "fifo/file", "fifo/TAG")));
        assertTrue(!left.contains("real/file"));
    }

    @Test
    void cachesAreMarkedAsTheirSpecificationSays() throws IOException {
        tree("cache/file", "fake/file");
        write(root.child("cache").child("CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n# by a test");
        write(root.child("fake").child("CACHEDIR.TAG"), "Signature: 0");
        assertEquals(Set.of("cache", "cache/CACHEDIR.TAG", "fake", "fake/CACHEDIR.TAG", "fake/file"),
                left(filter(List.of(), List.of(), List.of(SourceRules.CACHE_TAG), -1)));
    }

    @Test
    void aMarkerNeedsAName() {
        for (String nameless : List.of("", ":header")) {
            assertThrows(IllegalArgumentException.class,
                    () -> filter(List.of(), List.of(), List.of(nameless), -1));
        }
    }

    @Test
    void onlyFilesBeyondTheLimitAreTooLarge() throws IOException {
        tree("12", "123", "dir/1");
        assertEquals(Set.of("12", "123", "dir"), left(filter(List.of(), List.of(), List.of(), 3)));
        assertEquals(Set.of("dir"), left(filter(List.of(), List.of(), List.of(), 0)));
    }

    @Test
    void aMalformedPatternIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> filter(List.of("["), List.of(), List.of(), -1));
        assertThrows(IllegalArgumentException.class, () -> filter(List.of(), List.of("["), List.of(), -1));
        assertThrows(IllegalArgumentException.class, () -> filters.patterns(List.of("["), false));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "/proc is a mounted file system on Linux")
    void aMountPointStaysAsAnEmptyDirectory() throws IOException {
        SourceFilter filter = filters.forSource(new SourceRules(List.of(), List.of(), List.of(), -1, true),
                RawPath.ROOT);
        for (String kept : List.of("/", "/proc")) {
            RawPath path = RawPath.of(kept);
            assertEquals(Optional.empty(), filter.excluded(path, reader.stat(path)), kept);
        }
        for (String left : List.of("/proc/version", "/proc/sys", "/proc/sys/kernel")) {
            RawPath path = RawPath.of(left);
            assertEquals(rule(Kind.FILE_SYSTEM, ""), filter.excluded(path, reader.stat(path)), left);
        }
    }

    @Test
    void aSourceThatIsMissingHasNoFileSystem() {
        SourceRules rules = new SourceRules(List.of(), List.of(), List.of(), -1, true);
        assertThrows(NoSuchFileException.class, () -> filters.forSource(rules, root.child("missing")));
    }
}
