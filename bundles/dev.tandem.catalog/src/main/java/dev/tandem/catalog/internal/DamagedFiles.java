package dev.tandem.catalog.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The damaged files of one store, {@code NAME.damaged-DATE.mv} (UTC): the newest few, for a person to look into. */
final class DamagedFiles {
    private static final int KEPT = 3;
    private static final String MARK = ".damaged-";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-nnnnnnnnn");
    private static final Pattern NAME = Pattern.compile(".*\\.damaged-\\d{8}-\\d{6}-\\d{9}");

    private final Path folder;
    private final String name;

    DamagedFiles(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /** Tells whether a store would be called as a damaged file is. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Takes a file in, by another name, and forgets the oldest. */
    Path add(Path damaged) throws IOException {
        Path aside = folder.resolve(name + MARK + DATE.format(LocalDateTime.now(ZoneOffset.UTC)) + ".mv");
        Files.move(damaged, aside);
        List<Path> all = all();
        for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
            Files.deleteIfExists(old);
        }
        return aside;
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name + MARK)).sorted().toList();
        }
    }
}
