package dev.tandem.backup.internal;

import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.nio.file.Path;
import dev.tandem.backup.*;
public class Smoke {
    static final JobMonitor LOUD = new JobMonitor() {
        @Override public void problem(Problem p) { System.out.println(p); }
    };
    public static void main(String[] args) throws Exception {
        TestStore store = TestStore.at(Path.of(args[1]));
        long t = System.nanoTime();
        switch (args[0]) {
            case "init" -> TestStore.create(Path.of(args[1]));
            case "backup" -> System.out.println(store.backup(LOUD, Path.of(args[2])));
            case "restore" -> System.out.println(store.restore(Path.of(args[2]), Path.of(args[3]), LOUD));
            case "check" -> { try (Repository r = store.open()) { CheckReport c = r.check(new CheckRequest(args.length > 2 ? new CheckRequest.ReadData.All() : new CheckRequest.ReadData.None()), LOUD); System.out.println(c); } }
        }
        System.out.println(args[0] + " " + (System.nanoTime() - t) / 1000000 + " ms");
    }
}
