package dev.tandem.sync.internal.merge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A value of a JSON text as it is written there, white space and all. */
sealed interface Json {
    /** Returns it as it was written. */
    String text();

    /** Tells whether both mean the same: white space, escapes and the order of keys do not count, spelling of numbers does. */
    default boolean means(Json other) {
        return switch (this) {
            case Scalar scalar -> other instanceof Scalar second && scalar.meaning.equals(second.meaning);
            case Members members -> other instanceof Members second && means(members.byKey(), second.byKey());
            case Elements elements -> other instanceof Elements second && means(elements.list, second.list);
        };
    }

    private static boolean means(Map<String, Member> one, Map<String, Member> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream().allMatch(entry -> entry.getValue().value.means(other.get(entry.getKey()).value));
    }

    private static boolean means(List<Element> one, List<Element> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!one.get(i).value.means(other.get(i).value)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A string, a number, true, false or null.
     *
     * @param meaning of a string the decoded one, after a quotation mark; else the text
     */
    record Scalar(String text, String meaning) implements Json { }

    /**
     * An object.
     *
     * @param end white space before its brace
     */
    record Members(List<Member> list, String end) implements Json {
        public Members {
            list = List.copyOf(list);
        }

        /** Returns them by what their keys mean, in their order. */
        LinkedHashMap<String, Member> byKey() {
            LinkedHashMap<String, Member> byKey = new LinkedHashMap<>();
            list.forEach(member -> byKey.put(member.key.meaning, member));
            return byKey;
        }

        @Override
        public String text() {
            return list.stream().map(Member::text).collect(Collectors.joining(",", "{", end + "}"));
        }
    }

    /**
     * A member of an object.
     *
     * @param before white space before the key
     * @param key    a string
     * @param colon  the colon, with the white space around
     * @param after  white space before the comma
     */
    record Member(String before, Scalar key, String colon, Json value, String after) {
        String text() {
            return before + key.text + colon + value.text() + after;
        }

        Member withValue(Json other) {
            return new Member(before, key, colon, other, after);
        }

        Member laidOutAs(Member other) {
            return new Member(other.before, key, other.colon, value, after);
        }
    }

    /**
     * An array.
     *
     * @param end white space before its bracket
     */
    record Elements(List<Element> list, String end) implements Json {
        public Elements {
            list = List.copyOf(list);
        }

        @Override
        public String text() {
            return list.stream().map(Element::text).collect(Collectors.joining(",", "[", end + "]"));
        }
    }

    /**
     * An element of an array.
     *
     * @param before white space before it
     * @param after  white space before the comma
     */
    record Element(String before, Json value, String after) {
        String text() {
            return before + value.text() + after;
        }
    }
}
