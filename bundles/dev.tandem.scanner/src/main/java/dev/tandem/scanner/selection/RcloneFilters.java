package dev.tandem.scanner.selection;

import dev.tandem.scan.SelectionRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Filter files of rclone: {@code + pattern}, {@code - pattern}; {@code !} forgets all before; {@code #} and {@code ;} start
 * comments.
 */
final class RcloneFilters {
    private RcloneFilters() {
    }

    static List<SelectionRule> translate(List<Line> lines) {
        List<SelectionRule> rules = new ArrayList<>();
        for (Line line : lines) {
            String text = line.text().strip();
            if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
                continue;
            }
            if (text.equals("!")) {
                rules.clear();
            } else if (text.startsWith("+ ") || text.startsWith("- ")) {
                rules.add(line.rule(text.charAt(0) == '+', text.substring(2)));
            } else {
                throw line.refused("a rule starts with \"+ \" or \"- \", or is \"!\" alone");
            }
        }
        return rules;
    }
}
