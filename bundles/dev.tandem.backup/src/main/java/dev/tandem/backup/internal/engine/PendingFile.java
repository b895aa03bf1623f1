package dev.tandem.backup.internal.engine;

import dev.tandem.backup.Node;
import dev.tandem.model.RawPath;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A regular file whose content is being restored, by several threads. */
final class PendingFile {
    private final RawPath path;
    private final Node node;
    private final boolean created;
    private final AtomicInteger missing = new AtomicInteger();
    private final AtomicReference<String> failure = new AtomicReference<>();

    /**
     * @param created whether it was made by this restore, so that what is not written reads as zero
     */
    PendingFile(RawPath path, Node node, boolean created) {
        this.path = path;
        this.node = node;
        this.created = created;
    }

    RawPath path() {
        return path;
    }

    Node node() {
        return node;
    }

    boolean created() {
        return created;
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
