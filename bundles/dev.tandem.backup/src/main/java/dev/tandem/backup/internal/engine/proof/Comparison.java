package dev.tandem.backup.internal.engine.proof;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.internal.engine.Errors;
import dev.tandem.backup.internal.engine.proof.ContentCheck.Answer;
import dev.tandem.backup.internal.engine.proof.ContentCheck.Compared;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.job.JobMonitor;
import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares everything that was chosen and restored with the snapshot and with the source. */
final class Comparison {
    private static final byte[] NO_TARGET = {};
    private static final int OWNER_READS = 0400;
    private static final int OWNER_ENTERS = 0700;

    /** Which names one file had. */
    private record HardLink(long device, long inode, List<Id> content) { }

    private final BlobReader reader;
    private final LocalReader files;
    private final Choice choice;
    private final Eligible eligible;
    private final RestoreListener restored;
    private final Source source;
    private final ContentCheck contents;
    private final Failed failed;
    private final JobMonitor monitor;
    private final Map<HardLink, Long> inodes = new HashMap<>();
    private long checked;
    private long bytes;
    private long compared;

    Comparison(BlobReader reader, LocalReader files, Choice choice, Eligible eligible,
            RestoreListener restored, Source source, ContentCheck contents, Failed failed, JobMonitor monitor) {
        this.reader = reader;
        this.files = files;
        this.choice = choice;
        this.eligible = eligible;
        this.restored = restored;
        this.source = source;
        this.contents = contents;
        this.failed = failed;
        this.monitor = monitor;
    }

    /** Compares what is below a tree; returns whether anything there was chosen. */
    boolean walk(Id tree, RawPath directory, RawPath target) {
        boolean any = false;
        try (TreeReader nodes = reader.openTree(tree)) {
            for (Node node; (node = nodes.next()) != null;) {
                monitor.checkCancelled();
                RawPath path = directory.child(node.name());
                RawPath there = target.child(node.name());
                if (node.subtree().isPresent()) {
                    any |= choice.mayReachBelow(path) && directory(node, path, there);
                } else if (eligible.test(node) && choice.selects(path)) {
                    leaf(node, path, there);
                    any = true;
                }
            }
        } catch (IOException damaged) {
            // The choice was made from the same trees, and told of this one.
            return any;
        }
        return any;
    }

    private boolean directory(Node node, RawPath path, RawPath there) throws IOException {
        Optional<List<String>> differences = Optional.empty();
        try {
            differences = Optional.of(differences(node, there, OWNER_ENTERS));
        } catch (NoSuchFileException notChosen) {
            // Where something below was chosen, that is missing too and told.
        }
        boolean below = walk(node.subtree().orElseThrow(), path, there);
        if (below && differences.isPresent()) {
            report(path, differences.get());
        }
        return below;
    }

    private void leaf(Node node, RawPath path, RawPath there) {
        monitor.current(path);
        checked++;
        bytes += node.stat().size();
        try {
            List<String> differences = differences(node, there, OWNER_READS);
            boolean right = node.type() != FileType.FILE || content(node, path, there);
            if (right) {
                report(path, differences);
                checkLink(node, path, there);
            }
        } catch (IOException e) {
            notRestored(node, path, there, "it is not there: " + Errors.reason(e));
        }
        monitor.advance(1, 0);
    }

    private void report(RawPath path, List<String> differences) {
        if (!differences.isEmpty()) {
            failed.add(path, "restored with other metadata: " + String.join("; ", differences), Remedy.METADATA);
        }
    }

    /** Looks at the metadata before what must be opened up to be read. */
    private List<String> differences(Node node, RawPath there, int wanted) throws IOException {
        FileStat found = files.stat(there);
        if (node.type() != FileType.SYMLINK && (found.permissions() & wanted) != wanted && !eligible.privileged()) {
            ScratchFolder.openUp(there);
        }
        byte[] link = found.type() == FileType.SYMLINK ? files.readLink(there) : NO_TARGET;
        List<ExtendedAttribute> attributes = files.attributes(there);
        return Differences.of(node, found, attributes, link, eligible.privileged());
    }

    private boolean content(Node node, RawPath path, RawPath there) throws IOException {
        Optional<RawPath> original = source.unchanged(path, node);
        Answer answer = contents.check(node, there, original);
        if (!answer.right()) {
            boolean secondTime = contents.check(node, there, Optional.empty()).right();
            notRestored(node, path, there, secondTime ? "it was read back wrong, and right when read once more"
                    : "what is read back is not what was written");
            return false;
        }
        if (answer.source() == Compared.SAME) {
            compared++;
        } else if (answer.source() == Compared.DIFFERENT && source.isUnchanged(original.orElseThrow(), node)) {
            compared++;
            failed.add(path, "it restores as it was recorded, but its source " + original.get()
                    + " has other content, although its size, times and number are the same", Remedy.SOURCE);
            return false;
        }
        return true;
    }

    /** Finds out whether the repository or this computer is at fault. */
    private void notRestored(Node node, RawPath path, RawPath there, String seen) {
        for (Id blob : node.content()) {
            monitor.checkCancelled();
            try {
                reader.read(BlobType.DATA, blob);
            } catch (IOException e) {
                failed.add(path, "its content is not whole: " + e.getMessage(), Remedy.REPOSITORY);
                return;
            }
        }
        Optional<String> problem = restored.problem(there);
        failed.add(path, problem.orElse(seen), problem.isPresent() ? Remedy.SCRATCH : Remedy.HARDWARE);
    }

    private void checkLink(Node node, RawPath path, RawPath there) throws IOException {
        if (node.type() != FileType.FILE || node.stat().links() < 2 || node.stat().inode() == 0) {
            return;
        }
        long inode = files.stat(there).inode();
        Long first = inodes.putIfAbsent(
                new HardLink(node.stat().device(), node.stat().inode(), node.content()), inode);
        if (first != null && first != inode) {
            failed.add(path, "restored as a file of its own, not as a further name of another", Remedy.METADATA);
        }
    }

    long checked() {
        return checked;
    }

    long bytes() {
        return bytes;
    }

    long compared() {
        return compared;
    }
}
