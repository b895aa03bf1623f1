package dev.tandem.example.command;

import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import dev.tandem.storage.Location;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.StorageSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tandem usage LOCATION}: how much each folder of a destination holds. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "usage", summary = "Show how much each folder of a destination holds")
public final class UsageCommand implements Command {
    /** A line of the result; {@code --json} prints its components. */
    record Usage(String folder, long objects, long bytes) {
        Usage plus(long more) {
            return new Usage(folder, objects + 1, bytes + more);
        }
    }

    private final Storages storages;

    @Parameters(paramLabel = "LOCATION", description = "The destination, as sftp://host/path or @name.")
    String location;

    @Option(names = "--depth", paramLabel = "N", defaultValue = "1",
            description = "How many levels of folders are shown; default: ${DEFAULT-VALUE}.")
    int depth = 1;

    /** Activated by the component runtime, once for each call. */
    @Activate
    public UsageCommand(@Reference Storages storages) {
        this.storages = storages;
    }

    @Override
    public int run(CommandContext context) throws Exception {
        Map<String, Usage> usages = new TreeMap<>();
        try (StorageSession session = storages.open(Location.parse(location), Storages.Mode.EXISTING)) {
            collect(session, context.monitor("usage"), usages);
        }
        for (Usage usage : usages.values()) {
            context.print(String.format("%12d bytes in %6d objects  %s", usage.bytes(), usage.objects(), usage.folder()));
            context.emit("usage", usage);
        }
        return ExitCode.DONE;
    }

    private void collect(StorageSession session, JobMonitor monitor, Map<String, Usage> usages)
            throws StorageException {
        Deque<RemotePath> folders = new ArrayDeque<>(List.of(RemotePath.ROOT));
        while (!folders.isEmpty()) {
            monitor.checkCancelled();
            List<ObjectInfo> entries = new ArrayList<>();
            session.list(folders.pop(), entries::add);
            for (ObjectInfo entry : entries) {
                if (entry.directory()) {
                    folders.push(entry.path());
                } else {
                    count(entry, usages);
                    monitor.advance(1, entry.size());
                }
            }
        }
    }

    /** An object counts for every folder above it that is shown, and for the whole. */
    private void count(ObjectInfo object, Map<String, Usage> usages) {
        List<String> folders = object.path().parent().names();
        for (int level = 0; level <= Math.min(depth, folders.size()); level++) {
            String folder = level == 0 ? "/" : "/" + String.join("/", folders.subList(0, level));
            usages.put(folder, usages.getOrDefault(folder, new Usage(folder, 0, 0)).plus(object.size()));
        }
    }
}
