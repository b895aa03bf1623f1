package dev.tandem.cli.commands;

import java.util.ArrayList;
import java.util.List;

/** Splits a command as a POSIX shell would, without its expansions, so that no shell is needed to run it. */
final class ShellWords {
    private ShellWords() { }

    /**
     * Returns the words of {@code command}.
     *
     * @throws IllegalArgumentException for a quote that is not closed
     */
    static List<String> split(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            char next = i + 1 < command.length() ? command.charAt(i + 1) : 0;
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (c == '\\' && escapes(quote, next)) {
                word.append(next);
                inWord = true;
                i++;
            } else if (quote != 0) {
                word.append(c);
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a " + quote + " is not closed in: " + command);
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean escapes(char quote, char next) {
        return switch (quote) {
            case '\'' -> false;
            case '"' -> next == '"' || next == '\\' || next == '$' || next == '`';
            default -> next != 0;
        };
    }
}
