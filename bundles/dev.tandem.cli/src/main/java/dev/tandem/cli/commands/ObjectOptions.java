package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.backup.Repository;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.StoredBlob;
import dev.tandem.catalog.FileIndex;
import dev.tandem.catalog.FoundObject;
import dev.tandem.catalog.ObjectQuery;
import dev.tandem.cli.CommandException;
import dev.tandem.command.CommandContext;
import dev.tandem.job.JobMonitor;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether objects of the repository itself are looked for, instead of files. */
final class ObjectOptions {
    private static final int DIGITS_AT_LEAST = 8;

    @Option(names = "--blob", description = "PATTERN is the ID of a blob: find the files that need it")
    boolean blob;

    @Option(names = "--tree", description = "PATTERN is the ID of a tree: find the folders it is of")
    boolean tree;

    @Option(names = "--pack", description = "PATTERN is the ID of a pack: find what needs anything in it")
    boolean pack;

    @Option(names = "--show-pack-id", description = "with the packs of what was found")
    boolean showPack;

    /** What was found as programs read it, with restic's names. */
    record ObjectMessage(String objectType, Id id, String path, Optional<Id> parentTree, Id snapshot,
            OffsetDateTime time, List<Id> packs) { }

    boolean wanted() {
        return blob || tree || pack;
    }

    void check(List<String> ids) throws CommandException {
        if (pack && (blob || tree)) {
            throw CommandException.usage("--pack finds blobs and trees by itself; leave out --blob and --tree");
        }
        for (String id : wanted() ? ids : List.<String>of()) {
            if (!id.matches("[0-9a-f]{" + DIGITS_AT_LEAST + "," + 2 * Id.LENGTH + "}")) {
                throw CommandException.usage("'" + id + "' is no ID; write " + DIGITS_AT_LEAST + " or more hexadecimal"
                        + " digits of it");
            }
        }
    }

    /** Returns how many trees could not be read. */
    long find(Repository open, List<Snapshot> snapshots, List<String> ids, FileIndex index, JobMonitor monitor,
            CommandContext context) throws IOException {
        List<String> blobs = new ArrayList<>(blob ? ids : List.of());
        List<String> trees = new ArrayList<>(tree ? ids : List.of());
        if (pack) {
            for (StoredBlob stored : open.trees().inPacks(ids)) {
                (stored.kind() == StoredBlob.Kind.TREE ? trees : blobs).add(stored.id().toString());
            }
        }
        List<IOException> failed = new ArrayList<>();
        long unreadable = index.findObjects(open, new ObjectQuery(snapshots, blobs, trees), monitor, found -> {
            try {
                print(found, open, context);
            } catch (IOException e) {
                failed.add(e);
            }
        });
        if (!failed.isEmpty()) {
            throw failed.getFirst();
        }
        return unreadable;
    }

    private void print(FoundObject found, Repository open, CommandContext context) throws IOException {
        boolean isBlob = found.kind() == StoredBlob.Kind.DATA;
        List<Id> packs = showPack
                ? open.trees().places(found.kind(), found.id()).stream().map(StoredBlob::pack).toList() : List.of();
        context.print("Found " + (isBlob ? "blob " : "tree ") + found.id());
        context.print(isBlob ? " ... in file " + found.path() : " ... path " + found.path());
        if (isBlob) {
            context.print("     (tree " + found.parent() + ")");
        }
        context.print(" ... in snapshot " + found.snapshot().id().brief() + " ("
                + SnapshotMessage.localTime(found.snapshot().time()) + ")");
        packs.forEach(id -> context.print(" ... in pack " + id));
        context.emit("object", new ObjectMessage(isBlob ? "blob" : "tree", found.id(), found.path().toString(),
                isBlob ? Optional.of(found.parent()) : Optional.empty(), found.snapshot().id(), found.snapshot().time(),
                packs));
    }
}
