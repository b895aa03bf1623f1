package dev.tandem.sync.internal.apply;

import dev.tandem.backup.Id;
import dev.tandem.job.JobMonitor;
import dev.tandem.sync.internal.model.Item;
import dev.tandem.sync.internal.model.Item.FileItem;
import dev.tandem.sync.internal.model.Item.LinkItem;
import dev.tandem.sync.internal.model.Item.Present;
import dev.tandem.sync.internal.plan.Step;
import dev.tandem.sync.internal.replica.ChangedException;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.Replica.Source;
import dev.tandem.sync.internal.replica.Replica.Staged;
import dev.tandem.sync.internal.version.Likeness;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Brings one file or link to the other side, beside the tree. What is brought is what was observed, whole: it is hashed
 * on its way, and looked at before and after.
 */
final class Transfer {
    private static final int CHUNK = 512 * 1024;

    private final Run run;

    Transfer(Run run) {
        this.run = run;
    }

    /**
     * Something that waits beside the tree.
     *
     * @param source what the other side has, its content known
     */
    record Ready(Step.Copy step, Present source, Staged staged) { }

    /**
     * Stages what a step copies.
     *
     * @throws ChangedException when the source is not what was observed
     */
    Ready stage(Step.Copy step) throws IOException {
        Replica from = run.sides().of(step.on().other());
        Replica to = run.sides().of(step.on());
        Present observed = run.fresh().expected(step.on().other(), step.source(), step.content());
        return switch (observed) {
            case FileItem file -> stageFile(step, file, from, to);
            case LinkItem link -> stageLink(step, link, from, to);
            default -> throw new IllegalArgumentException("only files and links are copied");
        };
    }

    private static Ready stageLink(Step.Copy step, LinkItem link, Replica from, Replica to) throws IOException {
        if (!(from.look(step.source()) instanceof LinkItem now) || !Arrays.equals(link.target(), now.target())) {
            throw changed(step, from);
        }
        Staged staged = to.stageLink(step.path(), link.target());
        return finished(step, now, from, staged);
    }

    private Ready stageFile(Step.Copy step, FileItem observed, Replica from, Replica to) throws IOException {
        try (Source source = from.read(step.source())) {
            require(step, observed, source.stat(), from);
            Staged staged = to.stage(step.path());
            boolean whole = false;
            try {
                FileItem content = observed.with(copy(source, staged, observed.size()));
                require(step, observed, source.stat(), from);
                boolean other = step.content() instanceof FileItem planned && planned.isRead()
                        && !planned.content().equals(content.content());
                if (other) {
                    throw changed(step, from);
                }
                whole = true;
                return finished(step, content, from, staged);
            } finally {
                if (!whole) {
                    staged.close();
                }
            }
        }
    }

    private static Ready finished(Step.Copy step, Present source, Replica from, Staged staged) throws IOException {
        boolean whole = false;
        try {
            staged.setExtended(from.extended(step.source()));
            staged.finish(step.wanted());
            whole = true;
            return new Ready(step, source, staged);
        } finally {
            if (!whole) {
                staged.close();
            }
        }
    }

    private Id copy(Source source, Staged staged, long size) throws IOException {
        MessageDigest digest = Likeness.sha256();
        JobMonitor monitor = run.monitor();
        byte[] buffer = new byte[Math.clamp(size, 1, CHUNK)];
        for (int read = source.read(buffer, 0, buffer.length); read >= 0;
                read = source.read(buffer, 0, buffer.length)) {
            monitor.checkCancelled();
            digest.update(buffer, 0, read);
            staged.write(buffer, 0, read);
            monitor.advance(0, read);
        }
        return Id.of(digest.digest());
    }

    private static void require(Step.Copy step, FileItem observed, Item.FileItem now, Replica from)
            throws ChangedException {
        if (!Likeness.untouched(observed, now, from.traits())) {
            throw changed(step, from);
        }
    }

    private static ChangedException changed(Step.Copy step, Replica from) {
        return new ChangedException(from.describe(step.source()) + " changed meanwhile");
    }
}
