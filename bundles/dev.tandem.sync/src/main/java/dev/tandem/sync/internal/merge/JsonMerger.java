package dev.tandem.sync.internal.merge;

import dev.tandem.model.RawPath;
import dev.tandem.sync.internal.merge.Json.Element;
import dev.tandem.sync.internal.merge.Json.Elements;
import dev.tandem.sync.internal.merge.Json.Member;
import dev.tandem.sync.internal.merge.Json.Members;
import dev.tandem.sync.spi.Merger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * Merges JSON by its meaning: objects key by key, at any depth. An array is one value, but what one side appends comes to
 * what the other one made of its elements, as long as their number and the last of them stay. What nobody changed stays
 * as it is written; what comes from one side keeps the white space it has there. A file that was no strict JSON before, as
 * one with comments, is merged by lines.
 */
@Component(property = "service.ranking:Integer=-100")
public final class JsonMerger implements Merger {
    private static final FileNames NAMES = FileNames.of("""
            json arb avsc code-snippets code-workspace geojson ipynb jsonld topojson webapp webmanifest""", """
            .arcconfig .babelrc .bowerrc .eslintrc .jscsrc .jshintrc .jslintrc .lintstagedrc .prettierrc .stylelintrc
            .swcrc .watchmanconfig composer.lock pipfile.lock""");

    /** Values take many times the memory of their texts. */
    private static final int MAX_LENGTH = 2 << 20;

    private static final Entries<Member> ENTRIES = new Entries<>() {
        @Override
        boolean same(Member one, Member other) {
            return one.value().means(other.value());
        }

        @Override
        Optional<Member> both(Member base, Member first, Member second) {
            return value(base.value(), first.value(), second.value()).map(first::withValue);
        }
    };

    @Override
    public String name() {
        return "json";
    }

    @Override
    public boolean accepts(RawPath path) {
        return NAMES.match(path);
    }

    @Override
    public Optional<byte[]> merge(byte[] base, byte[] left, byte[] right) throws IOException {
        return Text.merge(base, left, right, JsonMerger::contents);
    }

    private static Optional<String> contents(String base, String left, String right) throws IOException {
        if (Math.max(base.length(), Math.max(left.length(), right.length())) > MAX_LENGTH) {
            return Optional.empty();
        }
        JsonText before;
        try {
            before = JsonText.read(base);
        } catch (IOException e) {
            return Text.mergeLines(base, left, right);
        }
        JsonText one = read("left", left);
        JsonText other = read("right", right);
        return value(before.value(), one.value(), other.value()).map(value -> new JsonText(
                space(before.before(), one.before(), other.before()), value,
                space(before.after(), one.after(), other.after())).text());
    }

    private static JsonText read(String side, String text) throws IOException {
        try {
            return JsonText.read(text);
        } catch (IOException e) {
            throw new IOException("the version of the " + side + " side is no JSON: " + e.getMessage()
                    + "; correct it, or choose one of the versions", e);
        }
    }

    private static String space(String base, String left, String right) {
        return ThreeWay.value(base, left, right).orElse(left.compareTo(right) < 0 ? left : right);
    }

    /** Merges values; the answer does not depend on which one is left and which one is right. */
    private static Optional<Json> value(Json base, Json left, Json right) {
        Optional<Json> whole = ThreeWay.value(base, left, right);
        if (whole.isPresent()) {
            return whole;
        }
        if (base instanceof Members before && left instanceof Members one && right instanceof Members other) {
            return leftLeads(before, one, other) ? members(before, one, other) : members(before, other, one);
        }
        boolean leftChanged = !left.means(base);
        boolean rightChanged = !right.means(base);
        if (leftChanged && !rightChanged) {
            return Optional.of(left);
        }
        if (rightChanged && !leftChanged) {
            return Optional.of(right);
        }
        if (left.means(right)) {
            return Optional.of(left.text().compareTo(right.text()) < 0 ? left : right);
        }
        if (base instanceof Elements before && left instanceof Elements one && right instanceof Elements other) {
            return appended(before, one, other).or(() -> appended(before, other, one));
        }
        return Optional.empty();
    }

    /** The side that changed order or white space leads; else one of them, whichever side it is. */
    private static boolean leftLeads(Members base, Members left, Members right) {
        Set<String> common = new HashSet<>(base.byKey().keySet());
        common.retainAll(left.byKey().keySet());
        common.retainAll(right.byKey().keySet());
        List<String> layout = layout(base, common);
        boolean leftKeeps = layout(left, common).equals(layout);
        boolean rightKeeps = layout(right, common).equals(layout);
        return leftKeeps == rightKeeps ? left.text().compareTo(right.text()) <= 0 : rightKeeps;
    }

    private static List<String> layout(Members members, Set<String> keys) {
        return members.list().stream().filter(member -> keys.contains(member.key().meaning()))
                .map(member -> member.before() + member.key().text() + member.colon()).toList();
    }

    private static Optional<Json> members(Members base, Members first, Members second) {
        Map<String, Member> leading = first.byKey();
        return ENTRIES.merge(base.byKey(), leading, second.byKey()).map(merged -> {
            if (leading.isEmpty()) {
                return new Members(List.copyOf(merged.values()), second.end());
            }
            Member last = first.list().getLast();
            List<Member> list = merged.entrySet().stream().map(entry -> leading.containsKey(entry.getKey())
                    ? entry.getValue() : entry.getValue().laidOutAs(last)).toList();
            return new Members(list, list.isEmpty() ? "" : first.end());
        });
    }

    /** Merges an array of which one side has nothing but more elements. */
    private static Optional<Json> appended(Elements base, Elements longer, Elements edited) {
        int size = base.list().size();
        boolean appends = size > 0 && longer.list().size() > size && edited.list().size() == size
                && new Elements(longer.list().subList(0, size), "").means(base)
                && edited.list().getLast().value().means(base.list().getLast().value());
        if (!appends) {
            return Optional.empty();
        }
        List<Element> list = new ArrayList<>(edited.list());
        list.addAll(longer.list().subList(size, longer.list().size()));
        return Optional.of(new Elements(list, edited.end()));
    }
}
