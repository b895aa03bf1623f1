package dev.tandem.tck.rules;

import static dev.tandem.tck.rules.Place.bytes;
import static dev.tandem.tck.rules.Subject.NAMES;

import dev.tandem.storage.Capability;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A name is kept exactly as it is, or refused as {@code INVALID}; never changed, never confused with another. */
final class NameRules {
    private NameRules() { }

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>(List.of(
                kept("blanks", "blanks", " leading", "trailing ", "two  spaces", " ", "\u00a0", "\u3000"),
                kept("dots", "dots at their ends", "trailing.", "...", ".hidden", "..two", "two..", ". .", ".. "),
                kept("dashes", "dashes and tildes", "-dash", "--help", "~", "~user", "-", "+plus"),
                kept("addresses", "characters that mean something in addresses", "per%cent", "%2F", "%00", "%", "%zz",
                        "%25", "a+b", "a&b=c?d", "#hash", "?query", "@", "a:b@c", "http:", "semi;colon", "com,ma"),
                kept("quotes", "quotes and brackets", "q'uote", "q\"uote", "`tick`", "<angle>", "&amp;", "[b]", "{c}",
                        "]]>", "(d)", "\u201cq\u201d"),
                kept("shells", "characters that mean something in shells", "$HOME", "${x}", "$(x)", "st*r", "qu?stion",
                        "pi|pe", "a^b", "!x", "a;b", "a&b", ">out"),
                kept("backslashes", "backslashes", "back\\slash", "..\\up", "\\", "\\\\host", "end\\"),
                kept("colons", "colons", "col:on", "C:", ":", "a:stream"),
                kept("controls", "control characters", "new\nline", "tab\t", "\r", "\u0001", "\u001b[31m", "\u007f",
                        "\u0085", "\u2028", "\ufffe"),
                kept("scripts", "other scripts", "\u00fcml\u00e4ut", "\u65e5\u672c\u8a9e", "\u0627\u0644", "\u202egnp.exe",
                        "\u200b", "\ufeffbom", "\u0130i\u0131", "stra\u00dfe"),
                kept("emoji", "characters beyond 16 bits", "\ud83d\ude00", "\ud83d\udc68\u200d\ud83d\udc69",
                        "\ud834\udd1e"),
                kept("halves", "half a character", "\ud83d", "x\ude00"),
                kept("normal-forms", "composed and decomposed characters", "\u00e9", "e\u0301", "\u212b", "\uac00",
                        "\u1100\u1161", "\ufb01"),
                kept("devices", "names of devices", "CON", "nul.txt", "aux", "LPT1", "com\u00b9.x"),
                kept("unfinished", "names as of unfinished writes", "-tmp-1", "a-tmp-1", "x.tmp", "a.part", "a~",
                        ".x.swp", ".tandem", "a.partial", ".nfs0001"),
                kept("long", "length", "x".repeat(200), "x".repeat(255), "x".repeat(256), "\u65e5".repeat(85),
                        "\u65e5".repeat(100), "x".repeat(3000))));
        rules.add(NAMES.rule("long-path", 6, "a very long path is kept or INVALID", NameRules::longPath));
        rules.add(NAMES.rule("directories", 6, "a hostile name can be a directory", NameRules::directories));
        rules.add(NAMES.rule("case", 6, "names that differ only in case are two", NameRules::twoCases)
                .needing(Capability.CASE_SENSITIVE));
        rules.add(NAMES.rule("forms", 6, "names that differ only in normal form are known to be one or two",
                NameRules::forms));
        return List.copyOf(rules);
    }

    private static Rule kept(String id, String what, String... names) {
        return NAMES.rule(id, 6, "names with " + what + " are kept exactly or INVALID", place -> {
            for (int i = 0; i < names.length; i++) {
                keepOrRefuse(place, "d" + i, names[i]);
            }
        });
    }

    private static void keepOrRefuse(Place place, String directory, String name) throws Exception {
        String path = directory + "/" + name;
        if (!accepts(place, path)) {
            place.note("refuses " + shown(name));
            return;
        }
        try {
            keep(place, directory, path);
        } catch (AssertionError | StorageException e) {
            throw new AssertionError("the name " + shown(name) + ": " + e.getMessage(), e);
        }
    }

    private static boolean accepts(Place place, String path) throws StorageException {
        try {
            place.put(path, bytes(1, 50));
            return true;
        } catch (StorageException e) {
            if (e.kind() == Kind.INVALID) {
                return false;
            }
            throw new AssertionError("the name " + shown(path) + " should be kept or INVALID, and is " + e.kind() + ": "
                    + e.getMessage(), e);
        }
    }

    private static void keep(Place place, String directory, String path) throws Exception {
        place.holds(path, bytes(1, 50));
        place.lists(directory, path);
        // Too long a name may have no neighbour.
        String neighbour = accepts(place, path + "2") ? path + "2" : directory + "/2";
        place.put(neighbour, bytes(2, 2));
        if (place.promises(Capability.RENAME)) {
            place.rename(path, directory + "/plain", false);
            place.lists(directory, directory + "/plain", neighbour);
            place.rename(directory + "/plain", path, false);
            place.holds(path, bytes(1, 50));
        }
        place.delete(path);
        place.lacks(path);
        place.lists(directory, neighbour);
    }

    private static void longPath(Place place) throws Exception {
        for (int levels : new int[] {4, 30}) {
            String path = ("x".repeat(200) + "/").repeat(levels) + "object";
            if (accepts(place, path)) {
                place.holds(path, bytes(1, 50));
                place.delete(path);
                place.lacks(path);
            } else {
                place.note("refuses a path of " + path.length() + " characters");
            }
        }
    }

    private static void directories(Place place) throws Exception {
        for (String name : List.of("sp ace", "per%cent", "a+b", "#", "\u00fc", "...")) {
            String path = name + "/" + name + "/o";
            if (accepts(place, path)) {
                place.holds(path, bytes(1, 50));
                place.lists(name, name + "/" + name);
                place.delete(path);
                place.lacks(path);
            }
        }
    }

    private static void twoCases(Place place) throws Exception {
        place.put("Name", bytes(1, 1));
        place.put("nAME", bytes(2, 2));
        place.holds("Name", bytes(1, 1));
        place.holds("nAME", bytes(2, 2));
        place.lists("", "Name", "nAME");
    }

    private static void forms(Place place) throws Exception {
        place.assume(accepts(place, "\u00e9") && accepts(place, "e\u0301"), "one of the forms is INVALID");
        place.put("\u00e9", bytes(1, 10));
        place.put("e\u0301", bytes(2, 20));
        Set<String> names = place.names("");
        if (names.size() == 1) {
            place.note("names that differ only in normal form are one name");
        } else {
            place.holds("\u00e9", bytes(1, 10));
            place.holds("e\u0301", bytes(2, 20));
        }
    }

    /** A name as it can be told anywhere. */
    private static String shown(String name) {
        var shown = new StringBuilder("'");
        name.chars().limit(60).forEach(c -> shown.append(c >= ' ' && c < 0x7f ? String.valueOf((char) c)
                : String.format("\\u%04x", c)));
        return shown.append(name.length() > 60 ? "…' of " + name.length() + " characters" : "'").toString();
    }
}
