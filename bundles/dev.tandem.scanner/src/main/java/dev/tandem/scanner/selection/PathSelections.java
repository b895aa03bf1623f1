package dev.tandem.scanner.selection;

import dev.tandem.scan.Selection;
import dev.tandem.scan.SelectionRule;
import dev.tandem.scan.Selections;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Compiles selections to the semantics of rclone's filters. */
@Component
public final class PathSelections implements Selections {
    private static final String BUILT_IN = "built in";
    private static final List<SelectionRule> OWN = Stream.of(".tandem", ".tandem/", ".~tandem-*", ".~tandem-*/")
            .map(pattern -> new SelectionRule(false, pattern, false, BUILT_IN)).toList();
    private static final List<SelectionRule> USUAL = List.of(
            new SelectionRule(false, ".DS_Store", false, BUILT_IN),
            new SelectionRule(false, "Thumbs.db", true, BUILT_IN),
            new SelectionRule(false, "desktop.ini", true, BUILT_IN),
            new SelectionRule(false, "~$*", false, BUILT_IN),
            new SelectionRule(false, ".~lock.*#", false, BUILT_IN),
            new SelectionRule(false, "*.part", false, BUILT_IN),
            new SelectionRule(false, "*.crdownload", false, BUILT_IN));

    /** Has nothing to remember. */
    @Activate
    public PathSelections() {
    }

    @Override
    public Selection select(List<SelectionRule> rules) {
        return RuleList.compile(rules);
    }

    @Override
    public List<SelectionRule> translate(Syntax syntax, List<String> lines, String origin) {
        List<Line> all = Line.of(lines, origin);
        List<SelectionRule> rules = switch (syntax) {
            case RCLONE -> RcloneFilters.translate(all);
            case GITIGNORE -> GitIgnores.translate(all);
            case SYNCTHING -> SyncthingIgnores.translate(all);
            case UNISON -> UnisonProfile.translate(all);
        };
        // What is malformed is found while the line it stands in is known.
        RuleList.compile(rules);
        return List.copyOf(rules);
    }

    @Override
    public List<SelectionRule> own() {
        return OWN;
    }

    @Override
    public List<SelectionRule> builtIn() {
        return USUAL;
    }
}
