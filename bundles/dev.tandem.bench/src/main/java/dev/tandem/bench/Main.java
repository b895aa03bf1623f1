package dev.tandem.bench;

import dev.tandem.bench.Peer.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Compares Tandem with its peers: results to standard output, what it is doing to standard error. */
final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Main() { }

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream progress) throws InterruptedException {
        if (arguments.contains("--help")) {
            out.println(Options.USAGE);
            return 0;
        }
        try {
            return compare(Options.parse(arguments), out, progress);
        } catch (IllegalArgumentException e) {
            progress.println("bench: " + e.getMessage());
            progress.println(Options.USAGE);
            return MISUSED;
        } catch (IOException e) {
            progress.println("bench: " + e);
            return FAILED;
        }
    }

    private static int compare(Options options, PrintStream out, PrintStream progress)
            throws IOException, InterruptedException {
        List<Peer> peers = Programs.find(options, System.getenv("PATH"));
        if (options.backsUp() && peers.stream().noneMatch(peer -> peer.kind() == Kind.RESTIC)) {
            throw new IOException("there is no restic to compare with: 'apt-get install restic', or --restic PATH");
        }
        if (options.syncs() && peers.stream().noneMatch(peer -> peer.kind() == Kind.UNISON || peer.kind() == Kind.BISYNC)) {
            throw new IOException("there is no program that syncs to compare with: 'apt-get install unison rclone rsync'");
        }
        Results results = new Comparison(options, peers, progress).run();
        (options.json() ? Report.json(results) : Report.text(results)).forEach(out::println);
        return results.problems().isEmpty() ? 0 : FAILED;
    }
}
