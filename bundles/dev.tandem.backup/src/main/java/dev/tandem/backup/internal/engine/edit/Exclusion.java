package dev.tandem.backup.internal.engine.edit;

import dev.tandem.backup.Node;
import dev.tandem.backup.internal.format.RawNode;
import dev.tandem.model.RawPath;
import dev.tandem.scan.PathPatterns;

/** The rule that takes out what patterns match. */
record Exclusion(PathPatterns excludes, PathPatterns ignoreCaseExcludes) implements EditRule {
    @Override
    public Verdict verdict(RawPath path, Node node, RawNode raw) {
        return excludes.matches(path) || ignoreCaseExcludes.matches(path) ? Plain.DROP : Plain.KEEP;
    }

    @Override
    public boolean dependsOnPath() {
        return true;
    }

    @Override
    public boolean replacesLostTrees() {
        return false;
    }
}
