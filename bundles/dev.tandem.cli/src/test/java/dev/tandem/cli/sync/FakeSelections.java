package dev.tandem.cli.sync;

import dev.tandem.model.RawPath;
import dev.tandem.scan.Selection;
import dev.tandem.scan.SelectionRule;
import dev.tandem.scan.Selections;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules of which {@code *x} matches what ends with x, {@code x/} a folder and what is in it, {@code **} all;
 * {@code [} is malformed.
 */
final class FakeSelections implements Selections {
    private static final String BUILT_IN = "built in";

    Syntax syntax;

    @Override
    public Selection select(List<SelectionRule> rules) {
        rules.stream().filter(rule -> rule.pattern().contains("[")).findFirst().ifPresent(rule -> {
            throw new IllegalArgumentException("'" + rule.pattern() + "' has a [ without its ]");
        });
        return new Selection() {
            @Override
            public Part part(RawPath relative, boolean directory) {
                return decides(relative, directory).map(rule -> rule.include() ? Part.IN : Part.OUT).orElse(Part.IN);
            }

            @Override
            public Optional<SelectionRule> decides(RawPath relative, boolean directory) {
                return rules.stream().filter(rule -> matches(rule.pattern(), relative.toString(), directory))
                        .findFirst();
            }
        };
    }

    private static boolean matches(String pattern, String path, boolean directory) {
        return pattern.equals("**") || pattern.equals(path) || (directory && pattern.equals(path + "/"))
                || (pattern.endsWith("/") && path.startsWith(pattern))
                || (pattern.startsWith("*") && path.endsWith(pattern.substring(1)));
    }

    @Override
    public List<SelectionRule> own() {
        return List.of(new SelectionRule(false, ".own/", false, BUILT_IN));
    }

    @Override
    public List<SelectionRule> builtIn() {
        return List.of(new SelectionRule(false, "junk", false, BUILT_IN));
    }

    @Override
    public List<SelectionRule> translate(Syntax given, List<String> lines, String origin) {
        syntax = given;
        List<SelectionRule> rules = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String where = "line " + (i + 1) + " of " + origin;
            if (given != Syntax.RCLONE) {
                rules.add(new SelectionRule(false, line, false, where));
            } else if (line.startsWith("+ ") || line.startsWith("- ")) {
                rules.add(new SelectionRule(line.startsWith("+"), line.substring(2), false, where));
            } else {
                throw new IllegalArgumentException(where + ": '" + line + "' begins with neither + nor -");
            }
        }
        return rules;
    }
}
