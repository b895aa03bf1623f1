package dev.tandem.backup.internal;

import dev.tandem.model.ExtendedAttribute;
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
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A folder full of everything a file system allows, the same for the same seed. */
final class RandomTree {
    private static final String[] PIECES = {"a", "Z", "-", "ü", "漢", "😀", "\u2028", "<&>", "\"", "\\", "\n", "\t", "\u0001",
        "\u007f", " ", "*", "?", "[", "é", "e\u0301"};

    private final LocalReader reader = new SystemReader();
    private final LocalWriter writer = new SystemWriter();
    private final Random random;
    private final RawPath root;
    private int large;

    /** A tree in the folder {@code root}, which must be there. */
    RandomTree(Path root, long seed) {
        this.root = RawPath.of(root);
        this.random = new Random(seed);
    }

    /** Adds so many entries, and a few more. */
    void grow(int entries) throws IOException {
        grow(root, entries);
    }

    private void grow(RawPath directory, int entries) throws IOException {
        for (int left = entries; left > 0; left--) {
            RawPath path = directory.child(name());
            if (exists(path)) {
                continue;
            }
            if (left > 4 && random.nextInt(6) == 0) {
                int below = random.nextInt(left);
                writer.createDirectory(path);
                grow(path, below);
                dress(path, FileType.DIRECTORY, 0);
                left -= below;
            } else {
                leaf(directory, path);
            }
        }
    }

    private void leaf(RawPath directory, RawPath path) throws IOException {
        switch (random.nextInt(12)) {
            case 0 -> {
                writer.createSymlink(path, name().bytes());
                dress(path, FileType.SYMLINK, 0);
            }
            case 1 -> {
                writer.createDirectory(path);
                dress(path, FileType.DIRECTORY, 0);
            }
            case 2 -> {
                write(path);
                RawPath other = directory.child(name());
                if (!exists(other)) {
                    writer.createHardLink(other, path);
                }
            }
            case 3 -> {
                writer.createSpecial(path, FileType.FIFO, 0);
                dress(path, FileType.FIFO, 0);
            }
            default -> write(path);
        }
    }

    private void write(RawPath path) throws IOException {
        long size;
        try (LocalWriter.TargetFile file = writer.createFile(path)) {
            switch (random.nextInt(8)) {
                case 0 -> { }
                case 1 -> {
                    // Holes of several chunks between islands of data.
                    file.setSize(3_000_000 + random.nextInt(1000));
                    file.write(bytes(5000), 0, 5000, 1_500_000);
                }
                case 2 -> {
                    int length = large++ < 3 ? 5 << 20 : 700_000;
                    file.write(bytes(length), 0, length, 0);
                }
                default -> {
                    int length = random.nextInt(1, 30_000);
                    file.write(bytes(length), 0, length, 0);
                }
            }
            size = file.size();
        }
        dress(path, FileType.FILE, size);
    }

    private void dress(RawPath path, FileType type, long size) throws IOException {
        FileStat now = reader.stat(path);
        int own = type == FileType.DIRECTORY ? 0700 : 0400;
        Instant modified = Instant.ofEpochSecond(random.nextLong(-2_000_000_000L, 4_000_000_000L),
                random.nextInt(1_000_000_000));
        boolean root = now.uid() == 0;
        FileStat wanted = new FileStat(type, own | random.nextInt(010000), size, 0, modified, modified, modified,
                root ? random.nextInt(3) : now.uid(), root ? random.nextInt(3) : now.gid(), 0, 0, 0, 0);
        List<ExtendedAttribute> attributes = new ArrayList<>();
        if ((type == FileType.FILE || type == FileType.DIRECTORY) && random.nextInt(4) == 0) {
            attributes.add(new ExtendedAttribute("user.one", bytes(random.nextInt(40))));
            attributes.add(new ExtendedAttribute("user.two", new byte[0]));
        }
        writer.setMetadata(path, wanted, attributes);
    }

    /** Makes so many random changes, each of which alters a time or a size. */
    void change(int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            List<RawPath> all = all();
            if (all.isEmpty()) {
                grow(4);
                continue;
            }
            RawPath path = all.get(random.nextInt(all.size()));
            FileType type = reader.stat(path).type();
            switch (random.nextInt(6)) {
                case 0 -> delete(path);
                case 1 -> {
                    delete(path);
                    if (type == FileType.DIRECTORY) {
                        write(path);
                    } else {
                        writer.createDirectory(path);
                        grow(path, 3);
                    }
                }
                case 2 -> grow(type == FileType.DIRECTORY ? path : root, 3);
                case 3 -> writer.rename(path, free(path.parent().orElseThrow()));
                case 4 -> dress(path, type, 0);
                default -> rewrite(path, type);
            }
        }
    }

    private void rewrite(RawPath path, FileType type) throws IOException {
        if (type != FileType.FILE) {
            return;
        }
        try (LocalWriter.TargetFile file = writer.openFile(path)) {
            int length = random.nextInt(1, 100_000);
            file.write(bytes(length), 0, length, random.nextLong(file.size() + 1));
        }
    }

    private RawPath free(RawPath directory) throws IOException {
        while (true) {
            RawPath path = directory.child(name());
            if (!exists(path)) {
                return path;
            }
        }
    }

    private boolean exists(RawPath path) throws IOException {
        return reader.names(path.parent().orElseThrow()).contains(path.name());
    }

    private List<RawPath> all() throws IOException {
        List<RawPath> all = new ArrayList<>();
        collect(root, all);
        return all;
    }

    private void collect(RawPath directory, List<RawPath> all) throws IOException {
        List<RawName> names = new ArrayList<>(reader.names(directory));
        names.sort(null);
        for (RawName name : names) {
            RawPath path = directory.child(name);
            all.add(path);
            if (reader.stat(path).isDirectory()) {
                collect(path, all);
            }
        }
    }

    private void delete(RawPath path) throws IOException {
        List<RawPath> below = new ArrayList<>();
        if (reader.stat(path).isDirectory()) {
            collect(path, below);
        }
        for (RawPath each : below.reversed()) {
            writer.delete(each);
        }
        writer.delete(path);
    }

    private RawName name() {
        while (true) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int pieces = random.nextInt(1, 8); pieces > 0; pieces--) {
                bytes.writeBytes(random.nextInt(5) == 0 ? bytes(random.nextInt(1, 4))
                        : PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
            }
            RawName name = RawName.of(bytes.toByteArray());
            if (name.isSafe()) {
                return name;
            }
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
