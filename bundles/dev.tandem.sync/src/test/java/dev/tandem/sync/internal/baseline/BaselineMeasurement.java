package dev.tandem.sync.internal.baseline;

import dev.tandem.catalog.internal.FileStateStores;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.model.Base;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prints what a baseline of many files costs; started by hand, with a folder and how many files. */
final class BaselineMeasurement {
    private static final int A_DIRECTORY = 50;
    private static final int A_COMMIT = 20_000;

    private BaselineMeasurement() { }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int files = Integer.parseInt(arguments[1]);
        FileStateStores stores = new FileStateStores(new OneFolder(folder));
        List<RawPath> paths = new ArrayList<>();
        List<Base> bases = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            RawPath directory = RawPath.of("projects/number " + i / A_DIRECTORY / 20 + "/folder " + i / A_DIRECTORY);
            RawName name = RawName.of("document-" + i + ".txt");
            paths.add(directory.child(name));
            bases.add(RandomBases.file(name, i));
        }
        try (PairState state = PairState.open(stores, "m").orElseThrow()) {
            timed("put and commit", files, () -> {
                for (int i = 0; i < files; i++) {
                    state.baseline().put(paths.get(i), bases.get(i));
                    if (i % A_COMMIT == A_COMMIT - 1) {
                        state.commit();
                    }
                }
                state.commit();
            });
        }
        System.out.printf("%.1f bytes a file on disk%n", Files.size(folder.resolve("sync-m.mv")) / (double) files);
        for (int round = 0; round < 3; round++) {
            try (PairState state = PairState.open(stores, "m").orElseThrow()) {
                timed("children", files, () -> {
                    for (int i = 0; i < files; i += A_DIRECTORY) {
                        state.baseline().children(paths.get(i).parent().orElseThrow());
                    }
                });
                timed("visit", files, () -> {
                    for (int i = 0; i < files; i += A_DIRECTORY) {
                        state.baseline().visit(paths.get(i).parent().orElseThrow(), (_, _) -> { });
                    }
                });
            }
        }
        try (PairState state = PairState.open(stores, "m").orElseThrow()) {
            int changes = files / 100;
            timed("change of each hundredth, and commit", changes, () -> {
                for (int i = 0; i < files; i += 100) {
                    state.baseline().put(paths.get(i), bases.get(files - 1 - i));
                }
                state.commit();
            });
            RawPath flat = RawPath.of("flat");
            timed("put and commit in one directory", files, () -> {
                for (int i = 0; i < files; i++) {
                    state.baseline().put(flat.child(paths.get(i).name()), bases.get(i));
                    if (i % A_COMMIT == A_COMMIT - 1) {
                        state.commit();
                    }
                }
                state.commit();
            });
            timed("move of all", files, () -> {
                state.baseline().move(RawPath.of("projects"), RawPath.of("renamed"));
                state.commit();
            });
        }
        System.out.printf("%.1f bytes a file on disk%n", Files.size(folder.resolve("sync-m.mv")) / (2.0 * files));
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void timed(String what, int files, Work work) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long used = threads.getCurrentThreadCpuTime();
        work.run();
        System.out.printf("%s: %.2f \u00b5s each, %.2f of them on the processor%n", what,
                (System.nanoTime() - start) / 1e3 / files, (threads.getCurrentThreadCpuTime() - used) / 1e3 / files);
    }
}
