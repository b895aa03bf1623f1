package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Node;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWriter;
import dev.tandem.scan.LocalWriter.TargetFile;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A regular file whose content is being restored, by several threads. */
final class PendingFile {
    /** What is on disk before the first blob is written. */
    enum Start {
        /** Nothing: the file has one blob, and is made when that is written. */
        ABSENT,
        /** An empty file made by this restore, so that what is not written reads as zero. */
        EMPTY,
        /** An older file, changed in place. */
        OLDER
    }

    private final RawPath path;
    private final Node node;
    private final Start start;
    private final AtomicInteger missing = new AtomicInteger();
    private final AtomicReference<String> failure = new AtomicReference<>();

    PendingFile(RawPath path, Node node, Start start) {
        this.path = path;
        this.node = node;
        this.start = start;
    }

    /** Tells whether the same file may be in the snapshot under another name too. */
    static boolean hasFurtherNames(Node node) {
        return node.type() == FileType.FILE && node.stat().links() > 1 && node.stat().inode() != 0;
    }

    RawPath path() {
        return path;
    }

    Node node() {
        return node;
    }

    Start start() {
        return start;
    }

    /** Opens the file to write a blob of it. */
    TargetFile open(LocalWriter writer) throws IOException {
        return start == Start.ABSENT ? writer.createFile(path) : writer.openFile(path);
    }

    void expectOneMore() {
        missing.incrementAndGet();
    }

    /** Takes note that an expected blob was dealt with; returns whether it was the last. */
    boolean oneDone() {
        return missing.decrementAndGet() == 0;
    }

    boolean nothingMissing() {
        return missing.get() == 0;
    }

    void fail(String reason) {
        failure.compareAndSet(null, reason);
    }

    /** Returns why the content is not complete, or null. */
    String failure() {
        return failure.get();
    }
}
