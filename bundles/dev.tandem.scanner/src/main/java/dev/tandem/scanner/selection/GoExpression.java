package dev.tandem.scanner.selection;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions of Go, which rclone's filters take, written as Java's. */
final class GoExpression {
    private GoExpression() {
    }

    /**
     * Returns what means the same to Java.
     *
     * @throws IllegalArgumentException when it is malformed, or means something else to Java that Go does not have
     */
    static String toJava(String text) {
        StringBuilder java = new StringBuilder();
        boolean inSet = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i = copyEscape(text, i, java);
            } else if (inSet) {
                if (text.startsWith("&&", i) || c == '[') {
                    throw new IllegalArgumentException("within [..] of {{..}}, [ and & are written \\[ and \\&");
                }
                inSet = c != ']';
                java.append(c);
            } else if (c == '[') {
                inSet = true;
                i = copySetStart(text, i, java);
            } else if (text.startsWith("(?P<", i)) {
                java.append("(?<");
                i += 3;
            } else {
                refuseForeign(text, i);
                java.append(c);
            }
        }
        try {
            Pattern.compile(java.toString());
        } catch (PatternSyntaxException malformed) {
            throw new IllegalArgumentException("the regular expression {{" + text + "}} is malformed: "
                    + malformed.getDescription(), malformed);
        }
        return java.toString();
    }

    private static int copyEscape(String text, int at, StringBuilder java) {
        if (at + 1 == text.length()) {
            throw new IllegalArgumentException("nothing follows the last \\ of {{..}}");
        }
        char c = text.charAt(at + 1);
        if ((c >= '1' && c <= '9') || c == 'k' || c == 'G' || c == 'Z' || c == 'R' || c == 'X') {
            throw new IllegalArgumentException("\\" + c + " in {{..}} is not known to rclone's regular expressions");
        }
        java.append('\\').append(c);
        return at + 1;
    }

    /** A {@code ]} that comes first stands for itself. */
    private static int copySetStart(String text, int at, StringBuilder java) {
        int next = at + 1;
        java.append('[');
        if (text.startsWith("^", next)) {
            java.append('^');
            next++;
        }
        if (text.startsWith("]", next)) {
            java.append("\\]");
            next++;
        }
        return next - 1;
    }

    private static void refuseForeign(String text, int at) {
        for (String foreign : new String[] {"(?=", "(?!", "(?<=", "(?<!", "(?>", "*+", "++", "?+", "}+"}) {
            if (text.startsWith(foreign, at)) {
                throw new IllegalArgumentException(foreign + " in {{..}} is not known to rclone's regular expressions");
            }
        }
    }
}
