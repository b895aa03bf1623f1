package dev.tandem.scanner.selection;

/** One element of a pattern, as it was written. */
sealed interface Token {
    /** Text that stands for itself. */
    record Literal(String text) implements Token {
    }

    /** {@code ?}: one character of a name. */
    record AnyCharacter() implements Token {
    }

    /** {@code [..]}: one of some characters. */
    record OneOf(CharacterSet set) implements Token {
    }

    /** {@code *}: any part of a name. */
    record Star() implements Token {
    }

    /** {@code **}: any part of a path. */
    record Stars() implements Token {
    }

    /** {@code {{..}}}: a regular expression. */
    record Expression(String text) implements Token {
    }
}
