package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Node;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** A directory restored into, made when the first thing in it is restored. One thread at a time. */
final class TargetDirectory {
    private final Optional<TargetDirectory> parent;
    private final RawPath path;
    private final Optional<Node> node;
    private boolean ready;
    private boolean made;

    /** The top, which is there already. */
    TargetDirectory(RawPath top) {
        this.parent = Optional.empty();
        this.path = top;
        this.node = Optional.empty();
        this.ready = true;
    }

    /** A directory to make in {@code parent} as {@code node} says. */
    TargetDirectory(TargetDirectory parent, Node node) {
        this.parent = Optional.of(parent);
        this.path = parent.path.child(node.name());
        this.node = Optional.of(node);
    }

    RawPath path() {
        return path;
    }

    Optional<Node> node() {
        return node;
    }

    boolean isReady() {
        return ready;
    }

    /** Tells whether this restore made it, so that nothing is in it that this restore did not put there. */
    boolean isMade() {
        return made;
    }

    /**
     * Makes this directory and those above where they are not there. Anything else in the way is removed, a link
     * above all: following one would lead out of the target.
     */
    void ensure(LocalReader files, LocalWriter writer, boolean dryRun) throws IOException {
        if (ready) {
            return;
        }
        parent.orElseThrow().ensure(files, writer, dryRun);
        if (!dryRun) {
            make(files, writer);
        }
        ready = true;
    }

    private void make(LocalReader files, LocalWriter writer) throws IOException {
        try {
            FileStat stat = files.stat(path);
            if (stat.isDirectory()) {
                return;
            }
            writer.delete(path);
        } catch (NoSuchFileException absent) {
            // As it should be: it is made below.
        }
        writer.createDirectory(path);
        made = true;
    }
}
