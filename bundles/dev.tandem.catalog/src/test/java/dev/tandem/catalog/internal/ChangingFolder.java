package dev.tandem.catalog.internal;

import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A folder that changes by a seeded chance, with names that file systems allow and nobody expects. */
final class ChangingFolder {
    private static final String[] PIECES = {"a", "b", "Z", "ü", "漢", "'", "\"", "\\", "\n", "%", " ", "*", "?", "[",
        ";", "--", "é", "a.txt", ".TXT", "\u2028", "\u0001"};

    private final LocalReader reader = new SystemReader();
    private final LocalWriter writer = new SystemWriter();
    private final Random random;
    private final RawPath root;

    ChangingFolder(Path root, long seed) throws IOException {
        this.root = RawPath.of(Files.createDirectories(root));
        this.random = new Random(seed);
    }

    void change(int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            List<RawPath> all = all();
            RawPath path = all.get(random.nextInt(all.size()));
            FileType type = reader.stat(path).type();
            switch (random.nextInt(8)) {
                case 0 -> delete(path);
                case 1 -> dress(path);
                case 2 -> {
                    RawPath other = root.child(name());
                    if (!path.equals(root) && !reader.names(root).contains(other.name())) {
                        writer.rename(path, other);
                    }
                }
                case 3 -> {
                    if (type == FileType.FILE) {
                        delete(path);
                        writer.createDirectory(path);
                    }
                }
                default -> add(type == FileType.DIRECTORY ? path : root);
            }
        }
    }

    private void add(RawPath directory) throws IOException {
        RawPath path = directory.child(name());
        if (reader.names(directory).contains(path.name())) {
            if (reader.stat(path).type() == FileType.FILE) {
                delete(path);
                write(path);
            }
            return;
        }
        switch (random.nextInt(6)) {
            case 0, 1 -> writer.createDirectory(path);
            case 2 -> writer.createSymlink(path, name().bytes());
            default -> write(path);
        }
    }

    private void write(RawPath path) throws IOException {
        try (LocalWriter.TargetFile file = writer.createFile(path)) {
            byte[] content = new byte[random.nextInt(5)];
            random.nextBytes(content);
            file.write(content, 0, content.length, 0);
        }
        dress(path);
    }

    private void dress(RawPath path) throws IOException {
        FileStat now = reader.stat(path);
        if (now.type() == FileType.SYMLINK) {
            return;
        }
        Instant modified = Instant.ofEpochSecond(random.nextLong(-2_000_000_000L, 4_000_000_000L), random.nextInt(10));
        writer.setMetadata(path, new FileStat(now.type(), 0700 | random.nextInt(2), now.size(), 0, modified, modified,
                modified, now.uid(), now.gid(), 0, 0, 0, 0), List.of());
    }

    /** Returns all paths, the folder itself first. */
    List<RawPath> all() throws IOException {
        List<RawPath> all = new ArrayList<>(List.of(root));
        for (int i = 0; i < all.size(); i++) {
            if (reader.stat(all.get(i)).isDirectory()) {
                for (RawName name : reader.names(all.get(i)).stream().sorted().toList()) {
                    all.add(all.get(i).child(name));
                }
            }
        }
        return all;
    }

    private void delete(RawPath path) throws IOException {
        if (path.equals(root)) {
            return;
        }
        for (RawPath each : all().reversed()) {
            if (each.startsWith(path)) {
                writer.delete(each);
            }
        }
    }

    RawName name() {
        while (true) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int pieces = random.nextInt(1, 4); pieces > 0; pieces--) {
                if (random.nextInt(8) == 0) {
                    bytes.write(0x80 + random.nextInt(0x80));
                } else {
                    bytes.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
                }
            }
            RawName name = RawName.of(bytes.toByteArray());
            if (name.isSafe()) {
                return name;
            }
        }
    }
}
