package dev.tandem.cli.commands;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which snapshots are meant, or of which {@code latest} is the latest. */
final class SnapshotOptions extends FilterOptions {
    @Option(names = {"-H", "--host"}, paramLabel = "HOST", description = "only snapshots of this machine (repeatable)")
    List<String> hosts = new ArrayList<>();

    @Override
    List<String> hosts() {
        return hosts;
    }
}
