package dev.tandem.scanner.selection;

import dev.tandem.scanner.selection.Token.Literal;
import dev.tandem.scanner.selection.Token.OneOf;
import dev.tandem.scanner.selection.Token.Star;
import dev.tandem.scanner.selection.Token.Stars;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the fastest way to match a pattern. */
final class GlobCompiler {
    private final boolean directories;
    private final boolean ignoreCase;
    private final boolean anchored;

    private GlobCompiler(boolean directories, boolean ignoreCase, boolean anchored) {
        this.directories = directories;
        this.ignoreCase = ignoreCase;
        this.anchored = anchored;
    }

    /**
     * Compiles a pattern.
     *
     * @param directories whether it is for directories, with {@code /} at the end, else for files
     * @return empty when it cannot match any
     * @throws IllegalArgumentException when it is malformed
     */
    static Optional<PathGlob> compile(String pattern, boolean directories, boolean ignoreCase) {
        boolean anchored = pattern.startsWith("/");
        GlobCompiler compiler = new GlobCompiler(directories, ignoreCase, anchored);
        PathGlob[] globs = GlobParser.parse(anchored ? pattern.substring(1) : pattern).stream()
                .map(GlobCompiler::joined).filter(compiler::mayMatch).map(compiler::glob).toArray(PathGlob[]::new);
        return switch (globs.length) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(globs[0]);
            default -> Optional.of(new PathGlob.Any(globs));
        };
    }

    /** No path holds a doubled slash, and those of directories alone end with one. */
    private boolean mayMatch(List<Token> tokens) {
        if (tokens.stream().anyMatch(token -> token instanceof Literal(String text) && text.contains("//"))) {
            return false;
        }
        return tokens.isEmpty() || switch (tokens.getLast()) {
            case Literal(String text) -> text.endsWith("/") == directories;
            case Token.AnyCharacter() -> !directories;
            case OneOf(CharacterSet set) -> !directories || set.contains('/');
            case Star(), Stars(), Token.Expression(String _) -> true;
        };
    }

    /** Joins what stands together: text with text, stars with stars. */
    private static List<Token> joined(List<Token> tokens) {
        List<Token> joined = new ArrayList<>();
        for (Token token : tokens) {
            Token last = joined.isEmpty() ? null : joined.getLast();
            switch (token) {
                case Literal(String text) when last instanceof Literal(String before) ->
                    joined.set(joined.size() - 1, new Literal(before + text));
                case Star() when isStar(last) -> { }
                case Stars() when isStar(last) -> joined.set(joined.size() - 1, token);
                default -> joined.add(token);
            }
        }
        return joined;
    }

    private static boolean isStar(Token token) {
        return token instanceof Star || token instanceof Stars;
    }

    private PathGlob glob(List<Token> tokens) {
        if (tokens.equals(List.of(new Stars()))) {
            return new PathGlob.Everything();
        }
        if (tokens.stream().anyMatch(Token.Expression.class::isInstance) || slashBetweenStars(tokens)) {
            return expression(tokens);
        }
        return ignoreCase ? general(tokens) : simple(tokens);
    }

    private PathGlob simple(List<Token> tokens) {
        if (tokens.size() == 1 && tokens.getFirst() instanceof Literal(String text)) {
            return anchored ? new PathGlob.Exact(bytes(text)) : isName(text) ? new PathGlob.Name(bytes(text))
                    : general(tokens);
        }
        if (tokens.size() == 2 && tokens.getFirst() instanceof Literal(String text)) {
            if (tokens.getLast() instanceof Stars) {
                return anchored ? new PathGlob.Start(bytes(text)) : new PathGlob.Inside(bytes(text));
            }
            if (tokens.getLast() instanceof Star && !anchored && isName(text)) {
                return new PathGlob.NameStart(bytes(text));
            }
        }
        if (tokens.size() == 2 && tokens.getFirst() instanceof Star && tokens.getLast() instanceof Literal(String text)
                && !anchored && isName(text)) {
            return new PathGlob.NameEnd(bytes(text));
        }
        return general(tokens);
    }

    private PathGlob general(List<Token> tokens) {
        return new PathGlob.General(new Wildcards(tokens, ignoreCase, anchored, tokens.stream().allMatch(this::inName)));
    }

    private boolean inName(Token token) {
        return switch (token) {
            case Literal(String text) -> isName(text);
            case OneOf(CharacterSet set) -> !set.contains('/');
            case Stars() -> false;
            default -> true;
        };
    }

    private static boolean isName(String text) {
        return text.indexOf('/') < 0;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Tells whether a set between two stars could lead the second into another name, where the first counts again. */
    private static boolean slashBetweenStars(List<Token> tokens) {
        boolean star = false;
        boolean slash = false;
        for (Token token : tokens) {
            switch (token) {
                case Star() -> {
                    if (slash) {
                        return true;
                    }
                    star = true;
                }
                case Stars() -> {
                    star = false;
                    slash = false;
                }
                case OneOf(CharacterSet set) -> slash |= star && set.contains('/');
                default -> { }
            }
        }
        return false;
    }

    private PathGlob expression(List<Token> tokens) {
        StringBuilder text = new StringBuilder(anchored ? "" : "(?:|(?s:.*)/)");
        for (Token token : tokens) {
            text.append(switch (token) {
                case Literal(String literal) -> Pattern.quote(literal);
                case Token.AnyCharacter() -> "[^/]";
                case OneOf(CharacterSet set) -> set.expression();
                case Star() -> "[^/]*";
                case Stars() -> "(?s:.*)";
                case Token.Expression(String expression) -> "(?:" + expression + ")";
            });
        }
        int flags = Pattern.UNIX_LINES | (ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
        return new PathGlob.Expression(Pattern.compile(text.toString(), flags));
    }
}
