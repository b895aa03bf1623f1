package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawName;
import dev.tandem.sync.Side;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names kept copies by a pattern with the tokens {@code {name} {ext} {origin} {host} {side} {date} {time} {n}}. What is
 * put into a name is legal on all file systems, and the name is no longer than {@value #MAX_BYTES} bytes. The copy of a
 * copy is named as if it were one of the original.
 */
public final class ConflictNames {
    /** What any file system takes. */
    static final int MAX_BYTES = 255;

    /** The number a name got that was taken. */
    private static final String NUMBER = "(?: \\d+)?";

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);
    private static final Pattern TOKEN = Pattern.compile("\\{(name|ext|origin|host|side|date|time|n)\\}");
    private static final Pattern ILLEGAL = Pattern.compile("[<>:\"/\\\\|?*\\x00-\\x1f\\x7f]");
    private static final Pattern RESERVED = Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d|conin\\$|conout\\$)");
    private static final Pattern BAD_END = Pattern.compile("[. ]+$");

    private final String pattern;
    private final Pattern copy;
    private final String left;
    private final String right;
    private final String host;
    private final ZonedDateTime time;

    /**
     * @param pattern how copies are named; one without {@code {n}} gets a number where a name is taken
     * @param left    the origin of the left side
     * @param right   the origin of the right side
     * @param host    the name of this machine
     * @param time    when the run began
     */
    public ConflictNames(String pattern, String left, String right, String host, Instant time, ZoneId zone) {
        // A copy has to be told from its original.
        this.pattern = pattern.contains("{name}") ? pattern : "{name} " + pattern;
        this.copy = reading(this.pattern);
        this.left = Objects.requireNonNull(left);
        this.right = Objects.requireNonNull(right);
        this.host = Objects.requireNonNull(host);
        this.time = time.atZone(zone);
    }

    /**
     * Returns the name of a copy.
     *
     * @param original what it is a copy of
     * @param side     where it comes from
     * @param taken    tells which names are not free
     */
    public RawName of(RawName original, Side side, Predicate<RawName> taken) {
        String text = original(original.toString());
        for (int n = 1;; n++) {
            RawName name = RawName.of(fitting(text, side, n));
            if (!name.equals(original) && !taken.test(name)) {
                return name;
            }
        }
    }

    /** Returns what a copy, perhaps of a copy, is one of; of anything else its own name. */
    private String original(String text) {
        Matcher matcher = copy.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        String ext = copy.namedGroups().containsKey("ext") ? matcher.group("ext") : null;
        String original = matcher.group("name") + (ext == null ? "" : ext);
        return original.length() < text.length() ? original(original) : text;
    }

    private String fitting(String original, Side side, int n) {
        int dot = original.lastIndexOf('.');
        String name = dot > 0 ? original.substring(0, dot) : original;
        String ext = dot > 0 ? original.substring(dot) : "";
        String text = legal(fill(name, ext, side, n));
        while (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            if (name.isEmpty() && ext.isEmpty()) {
                return shortened(text);
            }
            if (name.isEmpty()) {
                ext = ext.substring(0, ext.offsetByCodePoints(ext.length(), -1));
            } else {
                name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
            }
            text = legal(fill(name, ext, side, n));
        }
        return text;
    }

    /** A pattern that is too long by itself loses its middle: its end may tell two copies from each other. */
    private static String shortened(String text) {
        int half = MAX_BYTES / 8;
        int start = text.offsetByCodePoints(0, half);
        int end = text.offsetByCodePoints(text.length(), -half);
        return text.substring(0, start) + text.substring(end);
    }

    private String fill(String name, String ext, Side side, int n) {
        String numbered = n > 1 && !pattern.contains("{n}") ? withNumber() : pattern;
        return TOKEN.matcher(numbered).replaceAll(token -> Matcher.quoteReplacement(switch (token.group(1)) {
            case "name" -> name;
            case "ext" -> ext;
            case "origin" -> side == Side.LEFT ? left : right;
            case "host" -> host;
            case "side" -> side.name().toLowerCase(Locale.ROOT);
            case "date" -> DATE.format(time);
            case "time" -> TIME.format(time);
            default -> Integer.toString(n);
        }));
    }

    private String withNumber() {
        int ext = pattern.lastIndexOf("{ext}");
        return ext < 0 ? pattern + " {n}" : pattern.substring(0, ext) + " {n}" + pattern.substring(ext);
    }

    private static String legal(String name) {
        String text = BAD_END.matcher(ILLEGAL.matcher(name).replaceAll("_")).replaceAll("");
        String stem = text.contains(".") ? text.substring(0, text.indexOf('.')) : text;
        return RESERVED.matcher(stem).matches() || text.isEmpty() ? "_" + text : text;
    }

    /** Returns what recognises the names a pattern makes. */
    private static Pattern reading(String pattern) {
        StringBuilder regex = new StringBuilder();
        Matcher token = TOKEN.matcher(pattern);
        int end = 0;
        boolean name = false;
        boolean ext = false;
        while (token.find()) {
            regex.append(Pattern.quote(legalLiteral(pattern.substring(end, token.start()))));
            end = token.end();
            switch (token.group(1)) {
                case "name" -> {
                    regex.append(name ? ".*" : "(?<name>.+)");
                    name = true;
                }
                case "ext" -> {
                    regex.append(ext ? ".*" : NUMBER + "(?<ext>\\.[^.]*)?");
                    ext = true;
                }
                case "side" -> regex.append("(?:left|right)");
                case "date" -> regex.append("\\d{4,}-\\d\\d-\\d\\d");
                case "time" -> regex.append("\\d{6}");
                case "n" -> regex.append("\\d+");
                default -> regex.append(".+");
            }
        }
        regex.append(Pattern.quote(legalLiteral(pattern.substring(end))));
        if (!ext) {
            regex.append(NUMBER);
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static String legalLiteral(String text) {
        return ILLEGAL.matcher(text).replaceAll("_");
    }
}
