package dev.tandem.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * Small files in nested folders, and what a person does there between two runs. Paths that are returned are relative to
 * the folder.
 *
 * @param share how much of it there is
 */
record Desk(Path folder, double share) {
    /** The folder with a tenth of the smaller of the scenarios' files. */
    static final String RENAMED = "area-01";
    private static final int FOLDERS_IN_AN_AREA = 100;
    private static final int FILES_IN_A_FOLDER = 100;
    private static final int LARGEST_FILE = 2 << 10;
    private static final int APPENDED_BYTES = 1 << 20;

    /** Makes areas of 10,000 files, or the share of that. */
    void fill(int areas) throws IOException {
        Prose prose = new Prose(5);
        for (int i = 0; i < areas; i++) {
            fillArea("area-%02d".formatted(i), prose);
        }
    }

    private void fillArea(String name, Prose prose) throws IOException {
        for (int i = 0; i < Math.max(1, Math.round(FOLDERS_IN_AN_AREA * share)); i++) {
            Path files = Files.createDirectories(folder.resolve(name, "%d".formatted(i / 10), "folder-%02d".formatted(i)));
            for (int j = 0; j < FILES_IN_A_FOLDER; j++) {
                Files.writeString(files.resolve("file-%02d.txt".formatted(j)), prose.text(0, LARGEST_FILE));
            }
        }
    }

    Path changeOne() throws IOException {
        Path file = Path.of("area-00", "0", "folder-00", "file-50.txt");
        Files.writeString(folder.resolve(file), "one line more\n", StandardOpenOption.APPEND);
        return file;
    }

    Path addMany() throws IOException {
        Path area = Path.of("area-new");
        fillArea(area.toString(), new Prose(6));
        return area;
    }

    Path rename() throws IOException {
        Path area = Path.of("area-renamed");
        Files.move(folder.resolve(RENAMED), folder.resolve(area));
        return area;
    }

    /** Puts a copy of a file there. */
    Path put(Path file) throws IOException, InterruptedException {
        Folders.copy(file, folder.resolve(file.getFileName()));
        return file.getFileName();
    }

    void append(Path file) throws IOException {
        byte[] more = new byte[APPENDED_BYTES];
        new Random(7).nextBytes(more);
        Files.write(folder.resolve(file), more, StandardOpenOption.APPEND);
    }
}
