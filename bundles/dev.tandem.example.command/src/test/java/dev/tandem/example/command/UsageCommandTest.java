package dev.tandem.example.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import dev.tandem.storage.Content;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.tck.Fault;
import dev.tandem.tck.FaultPlan;
import dev.tandem.tck.FaultPlan.Call;
import dev.tandem.tck.FaultyStorage;
import dev.tandem.tck.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the command says of a storage in memory. */
class UsageCommandTest {
    private final MemoryStorage storage = new MemoryStorage();
    private final RecordingContext context = new RecordingContext();

    @BeforeEach
    void fill() throws StorageException {
        for (String path : List.of("top", "photos/one", "photos/2026/two", "notes/three")) {
            storage.write(new RemotePath(path), Content.of(new byte[path.length()]), WriteOptions.OVERWRITE);
        }
    }

    private UsageCommand command(String... arguments) {
        var command = new UsageCommand((where, mode) -> storage);
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(command)).parseArgs(arguments);
        return command;
    }

    @Test
    void eachFolderHoldsWhatIsBelowIt() throws Exception {
        assertEquals(ExitCode.DONE, command("memory:x").run(context));
        assertEquals(List.of(new UsageCommand.Usage("/", 4, 39), new UsageCommand.Usage("/notes", 1, 11),
                new UsageCommand.Usage("/photos", 2, 25)), context.emitted);
        assertEquals("          25 bytes in      2 objects  /photos", context.printed.getLast());
    }

    @Test
    void depthShowsMoreFolders() throws Exception {
        command("memory:x", "--depth", "2").run(context);
        assertEquals(List.of("/", "/notes", "/photos", "/photos/2026"),
                context.emitted.stream().map(usage -> ((UsageCommand.Usage) usage).folder()).toList());
    }

    @Test
    void aStorageThatFailsMakesTheCommandFail() {
        var gone = new StorageException(StorageException.Kind.UNREACHABLE, "planned");
        var faulty = new FaultyStorage(storage, FaultPlan.NONE.at(Call.LIST, 2, new Fault.Failure(gone)), 1);
        var command = new UsageCommand((where, mode) -> faulty);
        command.location = "memory:x";
        assertThrows(StorageException.class, () -> command.run(context));
        assertEquals(new ArrayList<>(), context.printed);
    }

    @Test
    void aPersonWhoStopsItIsHeard() {
        context.monitor = new JobMonitor() {
            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThrows(CancellationException.class, () -> command("memory:x").run(context));
    }
}
