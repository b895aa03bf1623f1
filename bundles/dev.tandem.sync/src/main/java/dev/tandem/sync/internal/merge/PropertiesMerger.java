package dev.tandem.sync.internal.merge;

import dev.tandem.model.RawPath;
import dev.tandem.sync.spi.Merger;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Merges settings key by key, where every line is one: {@code key = value} or {@code key: value}, a heading in brackets, a
 * comment of {@code #}, {@code ;} or {@code !}. The comment before a setting belongs to it. Files with other lines, or
 * with a key twice, are merged by lines.
 */
@Component(property = "service.ranking:Integer=-100")
public final class PropertiesMerger implements Merger {
    private static final FileNames NAMES = FileNames.of("""
            properties cfg cnf conf config desktop editorconfig env inf ini lang mount network path prefs service socket
            target theme timer""", """
            .editorconfig .env .flake8 .gitconfig .gitmodules .hgrc .npmrc .pylintrc .wgetrc .yarnrc""");

    @Override
    public String name() {
        return "properties";
    }

    @Override
    public boolean accepts(RawPath path) {
        return NAMES.match(path);
    }

    @Override
    public Optional<byte[]> merge(byte[] base, byte[] left, byte[] right) throws IOException {
        return Text.merge(base, left, right, PropertiesMerger::contents);
    }

    private static Optional<String> contents(String base, String left, String right) {
        Optional<Settings> before = Settings.read(base);
        Optional<Settings> one = Settings.read(left);
        Optional<Settings> other = Settings.read(right);
        if (before.isEmpty() || one.isEmpty() || other.isEmpty()) {
            return Text.mergeLines(base, left, right);
        }
        boolean leftLeads = leads(before.get(), one.get(), other.get())
                .orElse(left.compareTo(right) < 0);
        return (leftLeads ? Settings.merge(before.get(), one.get(), other.get())
                : Settings.merge(before.get(), other.get(), one.get())).map(Settings::content);
    }

    /** Tells whether left leads: the side that changed the order of what there was. Empty where it does not matter. */
    private static Optional<Boolean> leads(Settings base, Settings left, Settings right) {
        Map<String, Settings.Setting> common = new HashMap<>(base.byKey());
        common.keySet().retainAll(left.byKey().keySet());
        common.keySet().retainAll(right.byKey().keySet());
        List<String> order = base.order(common);
        boolean leftKeeps = left.order(common).equals(order);
        boolean rightKeeps = right.order(common).equals(order);
        return leftKeeps == rightKeeps ? Optional.empty() : Optional.of(rightKeeps);
    }
}
