package dev.tandem.cli.commands;

import dev.tandem.backup.Repositories.Access;
import picocli.CommandLine.Option;

/** Which repository is meant by a command that changes nothing in it. */
final class ReadOptions extends RepositoryOptions {
    @Option(names = "--no-lock", description = "do not lock the repository, as for one that cannot be written")
    boolean noLock;

    @Override
    Access access() {
        return noLock ? Access.READ_ONLY : Access.LOCKING;
    }
}
