package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.backup.Proof;
import dev.tandem.backup.Proof.Failure;
import dev.tandem.backup.Proof.Sample;
import dev.tandem.backup.ProofRequest;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.RawText;
import dev.tandem.cli.Table;
import dev.tandem.cli.Units;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.environment.Places;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves that a snapshot restores. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "prove", summary = "Prove that a snapshot restores: restore a sample and compare", order = 62)
public final class ProveCommand implements Command {
    /** Seeds are short enough to be typed. */
    private static final long SEEDS = 1L << 32;

    @Parameters(paramLabel = "SNAPSHOT", arity = "0..1", defaultValue = "latest",
            description = "an ID, the beginning of one, or 'latest' (default)")
    String name;

    @Option(names = "--sample", paramLabel = "N|X%%|SIZE", description = "how much to restore: a number of files, a "
            + "share of them, or about as much as a size (default: 100 files, at most 256M)")
    String sample;

    @Option(names = "--all", description = "restore everything")
    boolean all;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "choose the files an earlier proof chose")
    Long seed;

    @Option(names = "--scratch", paramLabel = "DIR", description = "where to restore to, and delete again (default: a "
            + "folder of Tandem's data)")
    String scratch;

    @Option(names = "--list", description = "show the results recorded so far")
    boolean list;

    @Mixin
    SnapshotOptions selection = new SnapshotOptions();

    @Mixin
    ReadOptions repository = new ReadOptions();

    private final RepositoryAccess access;
    private final Places places;

    @Activate
    public ProveCommand(@Reference RepositoryAccess access, @Reference Places places) {
        this.access = access;
        this.places = places;
    }

    /** A result, as programs read it. */
    record ProofMessage(boolean proven, OffsetDateTime time, Id snapshotId, OffsetDateTime snapshotTime,
            String hostname, List<String> paths, String sample, long seed, long files, long bytes, long comparedWithSource, long failed,
            List<Failure> failures) {
        static ProofMessage of(Proof proof) {
            return new ProofMessage(proof.proven(), proof.time(), proof.snapshot(), proof.snapshotTime(),
                    proof.plan().hostname(), proof.plan().paths(), SampleSize.text(proof.sample()), proof.seed(),
                    proof.files(), proof.bytes(), proof.compared(), proof.failed(), proof.failures());
        }
    }

    @Override
    public int run(CommandContext context) throws Exception {
        if (all && sample != null) {
            throw CommandException.usage("give --all or --sample, not both");
        }
        if (list) {
            return list(context);
        }
        Sample wanted = all ? new Sample.All() : sample == null ? Sample.USUAL : SampleSize.parse(sample);
        long chosenSeed = seed != null ? seed : ThreadLocalRandom.current().nextLong(SEEDS);
        Proof proof;
        try (Repository open = access.open(repository, context)) {
            Snapshot snapshot = open.snapshot(name, selection.filter(context));
            if (!context.json()) {
                context.say("proving " + SnapshotMessage.title(snapshot));
            }
            proof = open.proofs().prove(new ProofRequest(snapshot, wanted, chosenSeed, scratch(context)),
                    context.monitor("prove"));
        }
        print(proof, context);
        return proof.proven() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private RawPath scratch(CommandContext context) {
        return scratch == null ? RawPath.of(places.cache().resolve("proof"))
                : SourceList.absolute(RawText.path(scratch), context);
    }

    private static void print(Proof proof, CommandContext context) {
        context.emit("proof", ProofMessage.of(proof));
        for (Failure failure : proof.failures()) {
            context.print("failed: " + failure.path() + ": " + failure.message());
            context.print("    to do: " + failure.remedy());
        }
        if (proof.failed() > proof.failures().size()) {
            context.print("… and " + (proof.failed() - proof.failures().size()) + " more");
        }
        String compared = proof.compared() == 0 ? ""
                : ", " + proof.compared() + " of them byte for byte with the source";
        String restored = Units.count(proof.files(), "file") + " (" + Units.size(proof.bytes()) + ")";
        if (proof.failed() > 0) {
            context.print("NOT proven: " + proof.failed() + " failed of " + restored + ", seed " + proof.seed());
        } else if (proof.files() == 0) {
            context.print("NOT proven: the snapshot has nothing to restore");
        } else {
            context.print("proven on " + SnapshotMessage.localTime(proof.time()) + ": snapshot "
                    + proof.snapshot().brief() + ", " + restored + " restored and compared" + compared + ", seed "
                    + proof.seed());
        }
    }

    private int list(CommandContext context) throws IOException, CommandException {
        List<Proof> proofs;
        try (Repository open = access.open(repository, context)) {
            SnapshotFilter filter = selection.filter(context);
            proofs = open.proofs().recorded(context.monitor("prove")).stream()
                    .filter(proof -> filter.hosts().isEmpty() || filter.hosts().contains(proof.plan().hostname()))
                    .filter(proof -> proof.plan().paths().containsAll(filter.paths())).toList();
        }
        Table table = new Table("Time", "Result", "Snapshot", "Host", "Paths", "Sample", "Files", "Size", "Compared");
        for (Proof proof : proofs) {
            context.emit("proof", ProofMessage.of(proof));
            String result = proof.proven() ? "proven" : proof.failed() > 0 ? proof.failed() + " failed" : "empty";
            table.add(List.of(List.of(SnapshotMessage.localTime(proof.time())), List.of(result),
                    List.of(proof.snapshot().brief()), List.of(proof.plan().hostname()), proof.plan().paths(),
                    List.of(SampleSize.text(proof.sample())), List.of(Long.toString(proof.files())),
                    List.of(Units.size(proof.bytes())), List.of(Long.toString(proof.compared()))));
        }
        if (!proofs.isEmpty()) {
            table.print(context::print);
        }
        context.print(Units.count(proofs.size(), "proof"));
        return ExitCode.DONE;
    }
}
