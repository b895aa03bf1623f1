package dev.tandem.bench;

import dev.tandem.bench.Folders.Extent;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Makes what is backed up, once; the next run finds it. */
final class Sources {
    private static final List<Path> REAL = List.of(Path.of("/usr/share"), Path.of("/usr/lib"));
    private static final long TREE_BYTES = 1L << 30;
    private static final int TREE_FILES = 40_000;
    private static final int SMALL_FOLDERS = 2_000;
    private static final int SMALL_FILES_IN_A_FOLDER = 100;
    private static final int LARGEST_SMALL_FILE = 8 << 10;
    private static final long BIG_BYTES = 2L << 30;
    private static final int TINY_FOLDERS = 1_000;
    private static final int TINY_FILES_IN_A_FOLDER = 1_000;
    private static final int SYNC_AREAS = 10;
    private static final int SYNC_LARGE_AREAS = 50;

    /** The name of the file of {@link Scenario#BIG}. */
    static final String BIG_FILE = "big";
    /** Where the repository of {@link Scenario#STORE} lies in its folder. */
    static final String REPOSITORY = "repository";

    private final Path parent;
    private final Options.Sizes sizes;
    private final Recorder recorder;

    /** Backs up a folder, into a new repository where there is none. */
    @FunctionalInterface
    interface Recorder {
        void backUp(Path folder, Path repository) throws IOException, InterruptedException;
    }

    Sources(Path parent, Options.Sizes sizes, Recorder recorder) {
        this.parent = parent;
        this.sizes = sizes;
        this.recorder = recorder;
    }

    /** Returns how much of everything there is. */
    double share() {
        return sizes.share;
    }

    /** Returns the folder of a scenario, complete. */
    Path folder(Scenario scenario) throws IOException, InterruptedException {
        Path folder = parent.resolve((scenario + "-" + sizes).toLowerCase(Locale.ROOT));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        Folders.delete(unfinished);
        Files.createDirectories(unfinished);
        switch (scenario) {
            case TREE -> copyRealTree(unfinished);
            case SMALL -> makeSmallFiles(unfinished);
            case BIG -> makeBigFile(unfinished.resolve(BIG_FILE));
            case MEMORY -> makeTinyFiles(unfinished);
            case STORE -> makeRepository(unfinished);
            case SYNC -> new Desk(unfinished, sizes.share).fill(SYNC_AREAS);
            case SYNC_LARGE -> new Desk(unfinished, sizes.share).fill(SYNC_LARGE_AREAS);
            case SFTP, SFTP_FAR, S3, S3_FAR -> throw new IllegalArgumentException(scenario.title);
        }
        return Files.move(unfinished, folder);
    }

    private void copyRealTree(Path target) throws IOException, InterruptedException {
        Extent copied = new Extent(0, 0);
        for (Path root : REAL) {
            Path folder = Files.createDirectories(target.resolve(root.getFileName()));
            for (Path part : children(root)) {
                if (copied.bytes() >= TREE_BYTES * sizes.share && copied.files() >= TREE_FILES * sizes.share) {
                    return;
                }
                // It ends with an error where the user may not read all; what was copied is tree enough.
                new ProcessBuilder("cp", "-a", part.toString(), folder.toString())
                        .redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start().waitFor();
                Extent extent = Folders.extent(folder.resolve(part.getFileName()));
                copied = new Extent(copied.files() + extent.files(), copied.bytes() + extent.bytes());
            }
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    private void makeSmallFiles(Path target) throws IOException {
        Prose prose = new Prose(1);
        for (int i = 0; i < SMALL_FOLDERS * sizes.share; i++) {
            Path folder = Files.createDirectory(target.resolve("folder-%04d".formatted(i)));
            for (int j = 0; j < SMALL_FILES_IN_A_FOLDER; j++) {
                Files.writeString(folder.resolve("file-%03d.txt".formatted(j)), prose.text(0, LARGEST_SMALL_FILE));
            }
        }
    }

    private void makeBigFile(Path file) throws IOException {
        Random random = new Random(2);
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < BIG_BYTES * sizes.share; written += block.length) {
                random.nextBytes(block);
                out.write(block);
            }
        }
    }

    /** Leaves only the repository: the files were there to be backed up. */
    private void makeRepository(Path target) throws IOException, InterruptedException {
        Path files = Files.createDirectory(target.resolve("files"));
        new History(files).run(sizes.share, folder -> recorder.backUp(folder, target.resolve(REPOSITORY)));
        Folders.delete(files);
    }

    private void makeTinyFiles(Path target) throws IOException {
        for (int i = 0; i < TINY_FOLDERS * sizes.share; i++) {
            Path folder = Files.createDirectory(target.resolve("folder-%04d".formatted(i)));
            for (int j = 0; j < TINY_FILES_IN_A_FOLDER; j++) {
                String content = "%08d%08d".formatted(i, j);
                Files.writeString(folder.resolve("file-%04d".formatted(j)), content);
            }
        }
    }
}
