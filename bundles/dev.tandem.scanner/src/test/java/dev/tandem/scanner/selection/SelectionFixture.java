package dev.tandem.scanner.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.model.RawPath;
import dev.tandem.scan.Selection;
import dev.tandem.scan.Selection.Part;
import dev.tandem.scan.Selections.Syntax;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A tree to select from, and other programs to compare with. */
abstract class SelectionFixture {
    /** Names that patterns made of few letters match now and then. */
    private static final List<String> DIRECTORIES = List.of("a", "b", "ab", ".c", "a b");
    private static final List<String> FILES = List.of("a", "b", "a.o", ".c", "a,b", "[a]", "x*", "B");

    final PathSelections selections = new PathSelections();

    @TempDir
    Path temporary;

    /** Makes a tree three directories deep. */
    final Path tree() throws IOException {
        Path root = Files.createDirectory(temporary.resolve("root"));
        fill(root, 3);
        return root;
    }

    /** Fails with what is missing and what should not be there. */
    static void assertSame(Set<String> expected, Set<String> actual, Supplier<String> message) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(actual);
        Set<String> unexpected = new TreeSet<>(actual);
        unexpected.removeAll(expected);
        assertEquals(List.of(), List.of(missing, unexpected).stream().flatMap(Set::stream).toList(),
                () -> message.get() + ", missing " + missing + ", unexpected " + unexpected);
    }

    private static void fill(Path directory, int depth) throws IOException {
        for (String name : FILES) {
            // Of names that are of both kinds the directories are at even depths.
            if (!(depth % 2 == 1 && DIRECTORIES.contains(name))) {
                Files.createFile(directory.resolve(name));
            }
        }
        if (depth > 0) {
            for (String name : DIRECTORIES) {
                Path child = directory.resolve(name);
                if (Files.notExists(child)) {
                    fill(Files.createDirectory(child), depth - 1);
                }
            }
        }
    }

    /** Returns what of the tree is in, directories with {@code /} at the end. */
    static Set<String> selected(Selection selection, Path root, boolean withDirectoriesLookedInto) {
        Set<String> selected = new TreeSet<>();
        collect(selection, root, root, withDirectoriesLookedInto, selected);
        return selected;
    }

    private static void collect(Selection selection, Path root, Path directory, boolean lookedInto,
            Set<String> selected) {
        for (Path child : children(directory)) {
            String path = root.relativize(child).toString();
            boolean isDirectory = Files.isDirectory(child);
            Part part = selection.part(RawPath.of(path), isDirectory);
            if (part == Part.IN || (part == Part.BELOW && lookedInto)) {
                selected.add(isDirectory ? path + "/" : path);
            }
            if (isDirectory && part != Part.OUT) {
                collect(selection, root, child, lookedInto, selected);
            }
        }
    }

    static List<Path> children(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(child -> !child.getFileName().toString().startsWith(".git")).sorted().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Returns all of a tree, directories with {@code /} at the end. */
    static Set<String> all(Path root) {
        return selected(RuleList.compile(List.of()), root, true);
    }

    Selection translated(Syntax syntax, List<String> lines) {
        return selections.select(selections.translate(syntax, lines, "filter"));
    }

    /** Runs a program that need not be there; without it the test is skipped. */
    static String run(Path directory, String input, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("UNISON", directory.resolve("unison").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process;
        try {
            process = builder.start();
        } catch (IOException missing) {
            assumeTrue(false, command[0] + " is not installed");
            throw missing;
        }
        Thread feeder = Thread.startVirtualThread(() -> {
            try (var out = process.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException ended) {
                // A program that fails early reads no more; what it printed tells.
            }
        });
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        feeder.join();
        process.waitFor();
        return output;
    }

    /** Returns a line made of pieces. */
    static String pieces(Random random, int most, String... pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    static List<String> lines(Random random, int most, Supplier<String> line) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            lines.add(line.get());
        }
        return lines;
    }
}
