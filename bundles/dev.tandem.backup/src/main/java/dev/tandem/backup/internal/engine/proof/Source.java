package dev.tandem.backup.internal.engine.proof;

import dev.tandem.backup.Node;
import dev.tandem.backup.Snapshot;
import dev.tandem.backup.internal.engine.ChangeDetection;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the files that a snapshot was made from. */
final class Source {
    private static final ChangeDetection EXACT = new ChangeDetection(false, false);

    private final LocalReader files;
    private final List<RawPath> sources;

    Source(LocalReader files, Snapshot snapshot) {
        this.files = files;
        this.sources = snapshot.paths().stream().map(RawPath::of).toList();
    }

    /** Returns where the file is that {@code node} was made from, if it has not changed since. */
    Optional<RawPath> unchanged(RawPath path, Node node) {
        return candidates(path).stream().filter(candidate -> isUnchanged(candidate, node)).findFirst();
    }

    /** Tells whether a file is still as it was when {@code node} was made from it. */
    boolean isUnchanged(RawPath candidate, Node node) {
        try {
            return EXACT.unchanged(node, files.stat(candidate));
        } catch (IOException gone) {
            // Nothing to compare with.
            return false;
        }
    }

    /** A source given by a relative name is recorded by the last names of its path. */
    private Set<RawPath> candidates(RawPath path) {
        Set<RawPath> candidates = new LinkedHashSet<>();
        List<RawName> names = path.names();
        for (RawPath source : sources) {
            List<RawName> above = source.names();
            for (int cut = 0; cut <= above.size(); cut++) {
                List<RawName> recorded = above.subList(cut, above.size());
                if (recorded.size() <= names.size() && names.subList(0, recorded.size()).equals(recorded)) {
                    RawPath at = RawPath.ROOT;
                    for (RawName name : above.subList(0, cut)) {
                        at = at.child(name);
                    }
                    for (RawName name : names) {
                        at = at.child(name);
                    }
                    candidates.add(at);
                }
            }
        }
        return candidates;
    }
}
