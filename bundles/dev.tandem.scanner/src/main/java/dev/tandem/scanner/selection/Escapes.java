package dev.tandem.scanner.selection;

/** Writes characters into patterns so that they stand for themselves. */
final class Escapes {
    private Escapes() {
    }

    /** Returns a character as it is written outside of {@code [..]}; never with two {@code *} side by side. */
    static String outside(int character) {
        return switch (character) {
            case '*' -> "[*]";
            case '?', '[', ']', '{', '}', '\\', ',' -> "\\" + (char) character;
            default -> Character.toString(character);
        };
    }

    /** Returns a character as it is written within {@code [..]}, of a pattern or of a regular expression. */
    static String inside(int character) {
        boolean plain = character >= 0x80 || Character.isLetterOrDigit(character);
        return plain ? Character.toString(character) : String.format("\\x%02x", character);
    }

    /** Returns a range for within {@code [..]}, without {@code /} in it; empty when nothing is left. */
    static String rangeWithoutSlash(int low, int high) {
        if (low > high || (low == '/' && high == '/')) {
            return "";
        }
        if (low <= '/' && '/' <= high) {
            return rangeWithoutSlash(low, '/' - 1) + rangeWithoutSlash('/' + 1, high);
        }
        return low == high ? inside(low) : inside(low) + "-" + inside(high);
    }
}
