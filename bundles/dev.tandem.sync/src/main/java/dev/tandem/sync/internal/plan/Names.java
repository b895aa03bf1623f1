package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Which spellings of a name mean the same path on a pair of sides.
 *
 * @param foldCase  those that differ in case only do
 * @param normalize those that differ in their Unicode form only do
 */
public record Names(boolean foldCase, boolean normalize) {
    /** Each spelling means a path of its own. */
    public static final Names EXACT = new Names(false, false);

    /** Returns what all spellings of one name have in common; names that are not UTF-8 have nothing in common. */
    public RawName key(RawName name) {
        if (!foldCase && (!normalize || isAscii(name))) {
            return name;
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name.bytes())).toString();
        } catch (CharacterCodingException illFormed) {
            return name;
        }
        String folded = foldCase ? text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT) : text;
        return RawName.of(normalize ? Normalizer.normalize(folded, Normalizer.Form.NFC) : folded);
    }

    /** Returns what all spellings of one path have in common. */
    public RawPath key(RawPath path) {
        if (!foldCase && !normalize) {
            return path;
        }
        RawPath key = RawPath.of(".");
        for (RawName name : path.names()) {
            key = key.child(key(name));
        }
        return key;
    }

    private static boolean isAscii(RawName name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.at(i) < 0) {
                return false;
            }
        }
        return true;
    }
}
