package dev.tandem.scanner.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.SourceRule;
import dev.tandem.scan.SourceRule.Kind;
import dev.tandem.scan.SourceRules;
import dev.tandem.scan.Verdict;
import dev.tandem.scanner.FilesFixture;
import dev.tandem.scanner.nio.NioReader;
import dev.tandem.scanner.nio.NioWriter;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ExplanationTest extends FilesFixture {
    private final NioReader reader = new NioReader();
    private final NioWriter writer = new NioWriter(reader);
    private RawPath deep;

    @Override
    protected LocalReader reader() {
        return reader;
    }

    @Override
    protected LocalWriter writer() {
        return writer;
    }

    @BeforeEach
    void makeFolders() throws IOException {
        RawPath a = root.child("a");
        writer.createDirectory(a);
        writer.createDirectory(a.child("b"));
        deep = a.child("b").child("file.txt");
        write(deep, "1234");
    }

    private Verdict explain(RawPath path, List<String> exact, List<String> caseless, List<String> markers, long limit)
            throws IOException {
        Map<String, String> origins = Map.of("*.txt", "line 3 of rules", "b", "--exclude");
        return new SourceFilters(reader).explain(
                new SourceRules(exact, caseless, markers, limit, false, origins), root, path);
    }

    private static Verdict excluded(RawPath at, Kind kind, String text, String origin) {
        return new Verdict.Excluded(at, new SourceRule(kind, text, origin));
    }

    @Test
    void withoutRulesAPathIsIncluded() throws IOException {
        assertEquals(new Verdict.Included(deep, Optional.empty()),
                explain(deep, List.of(), List.of(), List.of(), -1));
    }

    @Test
    void aPatternIsNamedWithItsOrigin() throws IOException {
        assertEquals(excluded(deep, Kind.PATTERN, "*.txt", "line 3 of rules"),
                explain(deep, List.of("*.txt"), List.of(), List.of(), -1));
        assertEquals(excluded(deep, Kind.CASELESS_PATTERN, "*.TXT", ""),
                explain(deep, List.of(), List.of("*.TXT"), List.of(), -1));
    }

    @Test
    void theFolderAboveThatIsLeftOutIsNamed() throws IOException {
        assertEquals(excluded(deep.parent().orElseThrow(), Kind.PATTERN, "b", "--exclude"),
                explain(deep, List.of("*.txt", "b"), List.of(), List.of(), -1));
    }

    @Test
    void nothingBelowAFolderThatIsLeftOutIsTakenBack() throws IOException {
        assertEquals(excluded(deep.parent().orElseThrow(), Kind.PATTERN, "b", "--exclude"),
                explain(deep, List.of("b", "!file.txt"), List.of(), List.of(), -1));
    }

    @Test
    void thePatternThatTakesBackIsNamed() throws IOException {
        assertEquals(new Verdict.Included(deep, Optional.of(new SourceRule(Kind.PATTERN, "!file.txt", ""))),
                explain(deep, List.of("*.txt", "!file.txt"), List.of(), List.of(), -1));
        assertEquals(new Verdict.Included(deep, Optional.of(new SourceRule(Kind.CASELESS_PATTERN, "!FILE.txt", ""))),
                explain(deep, List.of(), List.of("*.txt", "!FILE.txt"), List.of(), -1));
    }

    @Test
    void sizeMarkersAndCachesAreNamed() throws IOException {
        assertEquals(excluded(deep, Kind.SIZE, "3", ""), explain(deep, List.of(), List.of(), List.of(), 3));
        write(root.child("a").child("TAG"), "");
        assertEquals(excluded(root.child("a").child("b"), Kind.MARKER, "TAG", ""),
                explain(deep, List.of(), List.of(), List.of("TAG"), -1));
        write(root.child("a").child("CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55");
        assertEquals(excluded(root.child("a").child("b"), Kind.CACHE, SourceRules.CACHE_TAG, ""),
                explain(deep, List.of(), List.of(), List.of(SourceRules.CACHE_TAG), -1));
    }

    @Test
    void ofWhatIsNotThereTheNamesDecide() throws IOException {
        RawPath missing = root.child("no").child("such.txt");
        assertEquals(new Verdict.Absent(root.child("no")), explain(missing, List.of(), List.of(), List.of(), -1));
        assertEquals(excluded(missing, Kind.PATTERN, "*.txt", "line 3 of rules"),
                explain(missing, List.of("*.txt"), List.of(), List.of(), -1));
        assertEquals(new Verdict.Absent(deep.child("below")),
                explain(deep.child("below"), List.of(), List.of(), List.of(), -1));
    }

    /** Looks at a path. */
    @FunctionalInterface
    private interface Look {
        FileStat at(RawPath path) throws IOException;
    }

    /** Returns a reader that sees what {@code look} does. */
    private LocalReader seeing(Look look) {
        return (LocalReader) Proxy.newProxyInstance(LocalReader.class.getClassLoader(),
                new Class<?>[] {LocalReader.class},
                (_, method, arguments) -> method.getName().equals("stat") ? look.at((RawPath) arguments[0])
                        : method.invoke(reader, arguments));
    }

    @Test
    void whatCannotBeLookedAtSaysWhy() throws IOException {
        LocalReader denied = seeing(path -> {
            if (path.equals(deep)) {
                throw new AccessDeniedException(path.toString());
            }
            return reader.stat(path);
        });
        assertEquals(new Verdict.Unreadable(deep, "permission denied"),
                new SourceFilters(denied).explain(SourceRules.EVERYTHING, root, deep));
    }

    @Test
    void aSocketIsNamed() throws IOException {
        RawPath socket = root.child("socket");
        FileStat s = reader.stat(root);
        FileStat made = new FileStat(FileType.SOCKET, s.permissions(), 0, 0, s.modified(), s.accessed(), s.changed(),
                s.uid(), s.gid(), s.device(), s.inode(), 1, 0);
        assertEquals(new Verdict.Socket(socket), new SourceFilters(
                seeing(path -> path.equals(socket) ? made : reader.stat(path)))
                .explain(SourceRules.EVERYTHING, root, socket));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "/proc is a mounted file system on Linux")
    void anotherFileSystemIsNamed() throws IOException {
        SourceRules rules = new SourceRules(List.of(), List.of(), List.of(), -1, true);
        assertEquals(excluded(RawPath.of("/proc/sys"), Kind.FILE_SYSTEM, "", ""),
                new SourceFilters(reader).explain(rules, RawPath.ROOT, RawPath.of("/proc/sys/kernel/hostname")));
    }

    @Test
    void aPathOutsideTheSourceIsRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> explain(RawPath.of("/elsewhere"), List.of(), List.of(), List.of(), -1));
    }
}
