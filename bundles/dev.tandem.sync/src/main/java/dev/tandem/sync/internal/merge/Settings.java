package dev.tandem.sync.internal.merge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lines of a file of settings, by key. The headings of sections are settings too, and part of the keys below them;
 * the last one is what comments are after all others.
 *
 * @param byKey in their order
 * @param ended whether the last line has an end
 */
record Settings(LinkedHashMap<String, Setting> byKey, boolean ended) {
    private static final String END = "\0";
    /** More than a person writes; each setting takes some memory. */
    private static final int MAX_LENGTH = 1 << 20;
    private static final Pattern COMMENT = Pattern.compile("\\s*([#!;].*)?");
    private static final Pattern HEADING = Pattern.compile("\\s*\\[[^\\[\\]]+]\\s*");
    /** An indented line with a colon may be anything, YAML for instance. */
    private static final Pattern SETTING = Pattern.compile("(?:([^\\s=:][^=:]*)[=:]|\\s+([^\\s=:][^=:]*)=).*");
    private static final Pattern CONTINUED = Pattern.compile("(?:.*[^\\\\])?(?:\\\\\\\\)*\\\\");

    /**
     * One of them.
     *
     * @param comments the lines before it, comments and empty ones
     * @param lines    its own ones
     */
    record Setting(List<String> comments, List<String> lines) {
        Setting {
            comments = List.copyOf(comments);
            lines = List.copyOf(lines);
        }
    }

    /** Reads a content; empty where a line is none of these, where a key comes twice, or where it is very long. */
    static Optional<Settings> read(String content) {
        if (content.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        LinkedHashMap<String, Setting> byKey = new LinkedHashMap<>();
        List<String> comments = new ArrayList<>();
        String section = "";
        List<String> lines = Text.lines(content).stream().map(line -> line.endsWith("\n")
                ? line.substring(0, line.length() - 1) : line).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (COMMENT.matcher(line).matches()) {
                comments.add(line);
                continue;
            }
            int start = i;
            String key;
            Matcher setting = SETTING.matcher(line);
            if (HEADING.matcher(line).matches()) {
                section = line.strip();
                key = section;
            } else if (setting.matches()) {
                key = section + (setting.group(1) == null ? setting.group(2) : setting.group(1)).strip();
                while (i < lines.size() - 1 && CONTINUED.matcher(lines.get(i)).matches()) {
                    i++;
                }
            } else {
                return Optional.empty();
            }
            if (byKey.put(key, new Setting(comments, lines.subList(start, i + 1))) != null) {
                return Optional.empty();
            }
            comments = new ArrayList<>();
        }
        byKey.put(END, new Setting(comments, List.of()));
        return Optional.of(new Settings(byKey, content.endsWith("\n")));
    }

    String content() {
        String content = byKey.values().stream()
                .flatMap(setting -> Stream.concat(setting.comments.stream(), setting.lines.stream()))
                .collect(Collectors.joining("\n"));
        return ended && !content.isEmpty() ? content + "\n" : content;
    }

    /** Merges; empty where both sides do not agree, or where a setting would come into another section. */
    static Optional<Settings> merge(Settings base, Settings first, Settings second) {
        boolean ended = ThreeWay.value(base.ended, first.ended, second.ended).orElseThrow();
        return new Entries<Setting>() {
            @Override
            boolean same(Setting one, Setting other) {
                return one.equals(other);
            }

            @Override
            Optional<Setting> both(Setting before, Setting one, Setting other) {
                return ThreeWay.value(before.lines, one.lines, other.lines).flatMap(lines ->
                        ThreeWay.list(before.comments, one.comments, other.comments)
                                .map(comments -> new Setting(comments, lines)));
            }
        }.merge(base.byKey, first.byKey, second.byKey).map(merged -> new Settings(merged, ended)).filter(Settings::readsBack);
    }

    private boolean readsBack() {
        return read(content()).filter(read -> List.copyOf(read.byKey.entrySet()).equals(List.copyOf(byKey.entrySet())))
                .isPresent();
    }

    /** Returns which of the keys come in which order. */
    List<String> order(Map<String, Setting> keys) {
        return byKey.keySet().stream().filter(keys::containsKey).toList();
    }
}
