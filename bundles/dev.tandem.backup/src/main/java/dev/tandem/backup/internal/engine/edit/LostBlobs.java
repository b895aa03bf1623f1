package dev.tandem.backup.internal.engine.edit;

import dev.tandem.backup.Id;
import dev.tandem.backup.Node;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.RawNode;
import dev.tandem.backup.internal.store.BlobIndex;
import dev.tandem.backup.internal.store.BlobType;
import dev.tandem.model.RawPath;
import dev.tandem.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule that takes out what no index knows any more, as restic does: files lose such blobs and have the size of those
 * that are left; directories whose tree is lost become empty; what has no type of its own goes.
 */
final class LostBlobs implements EditRule {
    private final BlobIndex index;

    LostBlobs(BlobIndex index) {
        this.index = index;
    }

    /** Tells whether a blob is gone for good, and not just out of reach for now. */
    static boolean isLoss(DamagedException e) {
        return switch (e.getCause()) {
            case DamagedException _ -> true;
            case StorageException gone -> gone.kind() == StorageException.Kind.NOT_FOUND;
            case IOException _ -> false;
            case null, default -> true;
        };
    }

    @Override
    public Verdict verdict(RawPath path, Node node, RawNode raw) throws IOException {
        return switch (node.type()) {
            case IRREGULAR -> Plain.DROP;
            case DIRECTORY -> node.subtree().isPresent() ? Plain.KEEP : Plain.EMPTY;
            case FILE -> content(node, raw);
            default -> Plain.KEEP;
        };
    }

    private Verdict content(Node node, RawNode raw) throws IOException {
        List<Id> left = new ArrayList<>(node.content().size());
        long size = 0;
        for (Id id : node.content()) {
            long blob = index.plainSize(BlobType.DATA, id);
            if (blob >= 0) {
                left.add(id);
                size += blob;
            }
        }
        boolean whole = size == node.stat().size() && left.size() == node.content().size()
                && (!left.isEmpty() || raw.hasContent());
        return whole ? Plain.KEEP : new Cut(left, size);
    }

    @Override
    public boolean dependsOnPath() {
        return false;
    }

    @Override
    public boolean replacesLostTrees() {
        return true;
    }
}
