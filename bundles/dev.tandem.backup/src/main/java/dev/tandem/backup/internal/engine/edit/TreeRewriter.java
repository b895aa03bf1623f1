package dev.tandem.backup.internal.engine.edit;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.internal.engine.Depth;
import dev.tandem.backup.internal.engine.TreeBuilder;
import dev.tandem.backup.internal.engine.edit.EditRule.Cut;
import dev.tandem.backup.internal.engine.edit.EditRule.Plain;
import dev.tandem.backup.internal.engine.edit.EditRule.Verdict;
import dev.tandem.backup.internal.engine.edit.TreeMemo.Outcome;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.RawNode;
import dev.tandem.backup.internal.format.TreeReader;
import dev.tandem.backup.internal.store.BlobReader;
import dev.tandem.backup.internal.store.BlobWriter;
import dev.tandem.backup.internal.store.Hashing;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Makes trees that differ from others by a rule. What the rule keeps is taken over byte for byte; a tree of which all is
 * kept is not written again. Each tree is worked on once, at each of its paths where the rule asks for paths: looked
 * through first, its directories after it, and read again to be written only if something in it changes. No more of a
 * tree is in memory than its compressed bytes and the names of its directories. For one thread.
 */
final class TreeRewriter {
    private final BlobReader reader;
    private final BlobWriter writer;
    private final EditRule rule;
    private final JobMonitor monitor;
    private final TreeMemo memo = new TreeMemo();
    private Id empty;

    /** New trees are saved by {@code writer}, which the caller flushes before it refers to them. */
    TreeRewriter(BlobReader reader, BlobWriter writer, EditRule rule, JobMonitor monitor) {
        this.reader = reader;
        this.writer = writer;
        this.rule = rule;
        this.monitor = monitor;
    }

    /** Returns what becomes of the root of a snapshot; empty where it is lost itself. */
    Optional<Outcome> rewrite(Id root) throws IOException {
        return rewrite(root, RawPath.ROOT);
    }

    private Optional<Outcome> rewrite(Id tree, RawPath path) throws IOException {
        Id key = rule.dependsOnPath() ? key(tree, path) : tree;
        Optional<Outcome> known = memo.find(key, tree);
        if (known.isPresent()) {
            return known;
        }
        monitor.checkCancelled();
        Depth.refuseEndless(path);
        Optional<Survey> survey = surveyed(tree, path);
        if (survey.isEmpty()) {
            return Optional.empty();
        }
        Outcome outcome = rewrite(tree, path, survey.get());
        memo.put(key, tree, outcome);
        monitor.advance(outcome.files(), 0);
        return Optional.of(outcome);
    }

    private static Id key(Id tree, RawPath path) {
        MessageDigest digest = Hashing.newSha256();
        digest.update(tree.bytes());
        digest.update(path.bytes());
        return Id.of(digest.digest());
    }

    /** A directory that stays, and its tree. */
    private record Directory(RawName name, Id tree) { }

    /** What is known of a tree once it was looked through; {@code changed} says nothing of its directories. */
    private record Survey(boolean changed, List<Directory> directories, long files, long bytes) { }

    private Optional<Survey> surveyed(Id tree, RawPath path) throws IOException {
        try {
            return Optional.of(survey(tree, path));
        } catch (DamagedException e) {
            if (!rule.replacesLostTrees() || !LostBlobs.isLoss(e)) {
                throw e;
            }
            warn(path, "this folder cannot be read, so it is left empty: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Survey survey(Id tree, RawPath path) throws IOException {
        List<Directory> directories = new ArrayList<>();
        boolean changed = false;
        long files = 0;
        long bytes = 0;
        try (TreeReader nodes = reader.openTree(tree)) {
            for (Node node; (node = nodes.next()) != null;) {
                RawPath child = path.child(node.name());
                Verdict verdict = rule.verdict(child, node, nodes.raw());
                long size = verdict instanceof Cut(List<Id> _, long cut) ? cut : node.stat().size();
                if (verdict != Plain.KEEP) {
                    changed = true;
                    tell(verdict, child, node);
                }
                if (verdict == Plain.KEEP && hasTree(node)) {
                    directories.add(new Directory(node.name(), node.subtree().get()));
                } else if (verdict != Plain.DROP && node.type() == FileType.FILE) {
                    files++;
                    bytes += size;
                }
            }
        }
        return new Survey(changed, directories, files, bytes);
    }

    private void tell(Verdict verdict, RawPath path, Node node) {
        switch (verdict) {
            case Cut(List<Id> content, long size) -> warn(path, content.size() == node.content().size()
                    ? "its size is put right, to " + size + " bytes"
                    : "of " + node.content().size() + " pieces of its content " + content.size() + " are left, "
                            + size + " of " + node.stat().size() + " bytes");
            case Plain.DROP -> monitor.item("removed", path, node.stat().size());
            case Plain.EMPTY -> warn(path, "this folder has no content recorded, so it is left empty");
            case Plain.KEEP -> { }
        }
    }

    private void warn(RawPath path, String what) {
        monitor.problem(Problem.warning(path, what));
    }

    private static boolean hasTree(Node node) {
        return node.type() == FileType.DIRECTORY && node.subtree().isPresent();
    }

    private Outcome rewrite(Id tree, RawPath path, Survey survey) throws IOException {
        List<Id> subtrees = new ArrayList<>(survey.directories.size());
        boolean changed = survey.changed;
        long files = survey.files;
        long bytes = survey.bytes;
        for (Directory directory : survey.directories) {
            Optional<Outcome> below = rewrite(directory.tree, path.child(directory.name));
            Id subtree = below.isPresent() ? below.get().tree() : empty();
            changed |= !subtree.equals(directory.tree);
            subtrees.add(subtree);
            files += below.map(Outcome::files).orElse(0L);
            bytes += below.map(Outcome::bytes).orElse(0L);
        }
        return new Outcome(changed ? write(tree, path, subtrees.iterator()) : tree, files, bytes);
    }

    private Id empty() throws IOException {
        if (empty == null) {
            empty = new TreeBuilder().save(writer).id();
        }
        return empty;
    }

    private Id write(Id tree, RawPath path, Iterator<Id> subtrees) throws IOException {
        TreeBuilder builder = new TreeBuilder();
        try (TreeReader nodes = reader.openTree(tree)) {
            for (Node node; (node = nodes.next()) != null;) {
                RawNode raw = nodes.raw();
                Optional<RawNode> changed = switch (rule.verdict(path.child(node.name()), node, raw)) {
                    case Plain.DROP -> Optional.empty();
                    case Plain.EMPTY -> Optional.of(raw.withSubtree(empty()));
                    case Plain.KEEP -> Optional.of(hasTree(node) ? moved(raw, node, subtrees.next()) : raw);
                    case Cut(List<Id> content, long size) -> Optional.of(raw.withContent(content, size));
                };
                if (changed.isPresent()) {
                    builder.add(List.of(changed.get().bytes()));
                }
            }
            refuseForeignFields(nodes, path);
        }
        return builder.save(writer).id();
    }

    private static RawNode moved(RawNode raw, Node node, Id subtree) throws IOException {
        return node.subtree().get().equals(subtree) ? raw : raw.withSubtree(subtree);
    }

    private static void refuseForeignFields(TreeReader nodes, RawPath path) throws IOException {
        if (nodes.hasForeignFields()) {
            throw new RepositoryException(Kind.UNSUPPORTED, "the directory " + path + " was written by a program that"
                    + " records more of a directory than this one knows; it cannot be changed without losing that");
        }
    }
}
