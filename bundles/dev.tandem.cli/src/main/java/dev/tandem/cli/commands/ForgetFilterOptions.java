package dev.tandem.cli.commands;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which snapshots a policy looks at; {@code -H} means hourly there, as in restic. */
final class ForgetFilterOptions extends FilterOptions {
    @Option(names = "--host", paramLabel = "HOST", description = "only snapshots of this machine (repeatable)")
    List<String> hosts = new ArrayList<>();

    @Override
    List<String> hosts() {
        return hosts;
    }
}
