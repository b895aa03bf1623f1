package dev.tandem.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Files of a few hundred bytes that live through many backups. Between two of them one folder in ten is worked in: one
 * file in ten there changes, half as many are new, and as many of the oldest go.
 */
final class History {
    static final int SNAPSHOTS = 50;
    /** Finds the files of one folder that are there from the beginning. */
    static final String SOUGHT = "*-0007-*";
    private static final int FOLDERS = 10_000;
    private static final int FILES = 60;
    private static final int CHANGED = 6;
    private static final int ADDED = 3;
    private static final int SHORTEST = 100;
    private static final int LONGEST = 400;

    private final Path folder;
    private final Prose prose = new Prose(3);
    private final Random random = new Random(4);
    private final List<Deque<Path>> folders = new ArrayList<>();

    /** Backs up the folder with these files. */
    @FunctionalInterface
    interface Backup {
        void run(Path folder) throws IOException, InterruptedException;
    }

    History(Path folder) {
        this.folder = folder;
    }

    /** Makes {@code share} of all the files, and all the backups of them. */
    void run(double share, Backup backup) throws IOException, InterruptedException {
        for (int i = 0; i < FOLDERS * share; i++) {
            Path parent = folder.resolve("%02d/%02d".formatted(i / 100, i % 100));
            Files.createDirectories(parent);
            folders.add(new ArrayDeque<>());
            for (int j = 0; j < FILES; j++) {
                add(i, parent.resolve("file-%04d-%02d.txt".formatted(i, j)));
            }
        }
        backup.run(folder);
        for (int snapshot = 1; snapshot < SNAPSHOTS; snapshot++) {
            work(snapshot);
            backup.run(folder);
        }
    }

    private void work(int snapshot) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < folders.size(); i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, random);
        for (int i : numbers.subList(0, folders.size() / 10)) {
            Deque<Path> files = folders.get(i);
            for (int j = 0; j < ADDED; j++) {
                Files.delete(files.removeFirst());
            }
            for (int j = 0; j < CHANGED; j++) {
                Path file = files.removeFirst();
                add(i, file);
            }
            for (int j = 0; j < ADDED; j++) {
                add(i, files.getFirst().resolveSibling("new-%04d-%02d-%d.txt".formatted(i, snapshot, j)));
            }
        }
    }

    /** Writes a file anew; that makes it the youngest of its folder. */
    private void add(int number, Path file) throws IOException {
        Files.writeString(file, prose.text(SHORTEST, LONGEST));
        folders.get(number).addLast(file);
    }
}
