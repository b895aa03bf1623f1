package dev.tandem.cli.commands;

import dev.tandem.backup.Node;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotEntry;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a file of a snapshot, or a folder as an archive, to standard output. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "dump", summary = "Write a file, or a folder as an archive, to standard output", order = 55)
public final class DumpCommand implements Command {
    private static final int BUFFER = 1 << 16;

    /** The kinds of archives. */
    enum Format {
        TAR, ZIP
    }

    @Parameters(index = "0", paramLabel = "SNAPSHOT[:PATH]", description = "an ID, the beginning of one, or 'latest'")
    String snapshot;

    @Parameters(index = "1", paramLabel = "PATH", description = "the file or folder; / for all")
    String path;

    @Option(names = {"-a", "--archive"}, paramLabel = "FORMAT", defaultValue = "tar",
            description = "how a folder is written: tar or zip (default: tar). A zip holds no links, special files, "
                    + "owners and permissions")
    Format format;

    @Option(names = {"-t", "--target"}, paramLabel = "FILE", description = "write into a file instead")
    String target;

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;

    @Activate
    public DumpCommand(@Reference RepositoryAccess access) {
        this.access = access;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        SnapshotPath named = SnapshotPath.parse(snapshot);
        RawPath wanted = SnapshotPath.below(named.path(), path);
        try (Repository open = access.open(repository, context)) {
            Snapshot found = open.snapshot(named.snapshot(), selection.filter(context));
            Dump dump = dump(open, found, named.path(), wanted, context);
            return target == null ? toStandardOutput(dump, context)
                    : toFile(dump, context.workingDirectory().resolve(target));
        }
    }

    /** Writes what was asked for and returns how many entries had to be left out. */
    private interface Dump {
        int writeTo(OutputStream output) throws IOException;
    }

    private Dump dump(Repository open, Snapshot found, RawPath top, RawPath wanted, CommandContext context)
            throws IOException {
        if (!wanted.equals(RawPath.ROOT)) {
            Node node = open.entry(found, wanted).node();
            switch (node.type()) {
                case FILE -> {
                    return output -> {
                        open.read(node, output);
                        return 0;
                    };
                }
                case DIRECTORY -> { }
                default -> throw new RepositoryException(RepositoryException.Kind.INVALID,
                        wanted + " is neither a file nor a folder, so it has no content to write");
            }
        }
        return output -> archive(open, found, top, wanted, output, context);
    }

    private int archive(Repository open, Snapshot found, RawPath top, RawPath wanted, OutputStream output,
            CommandContext context) throws IOException {
        Archive archive = format == Format.TAR ? new TarArchive(output) : new ZipArchive(output);
        int[] leftOut = {0};
        try {
            open.list(found, wanted, true, entry -> {
                if (archive.canHold(entry.node())) {
                    add(archive, top, entry, open);
                } else if (entry.node().type() != FileType.SOCKET) {
                    context.say(entry.path() + ": left out, a " + format + " archive has no form for it");
                    leftOut[0]++;
                }
            });
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        archive.finish();
        return leftOut[0];
    }

    private static void add(Archive archive, RawPath top, SnapshotEntry entry, Repository open) {
        try {
            archive.add(SnapshotPath.relative(top, entry.path()), entry.node(),
                    output -> open.read(entry.node(), output));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int toStandardOutput(Dump dump, CommandContext context) throws IOException {
        try (OutputStream output = context.output()) {
            return exitCode(dump.writeTo(output));
        }
    }

    /** A file appears only when it is complete; what is no plain file, like a pipe, is written to as it is. */
    private static int toFile(Dump dump, Path file) throws IOException {
        boolean direct = Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        Path written = direct ? file : Files.createTempFile(file.toAbsolutePath().getParent(), ".tandem-dump-", "");
        try {
            int leftOut;
            try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(written), BUFFER)) {
                leftOut = dump.writeTo(output);
            }
            if (!direct) {
                Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return exitCode(leftOut);
        } catch (IOException | RuntimeException failed) {
            if (!direct) {
                Files.deleteIfExists(written);
            }
            throw failed;
        }
    }

    private static int exitCode(int leftOut) {
        return leftOut > 0 ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }
}
