package dev.tandem.storage.webdav;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server tells of one thing it has.
 *
 * @param href       where it is, as the server wrote it
 * @param status     a status of the whole, 0 where there is none
 * @param collection whether it is a folder
 * @param values     the properties it has
 */
record Resource(String href, int status, boolean collection, Map<Property, String> values) {
    /** The properties that are asked for, beside the type. */
    enum Property {
        GETCONTENTLENGTH, GETLASTMODIFIED, GETETAG, QUOTA_AVAILABLE_BYTES, QUOTA_USED_BYTES;

        String element() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    Resource {
        values = Map.copyOf(values);
    }

    /** Returns a number; empty where there is none, or one that cannot be. */
    OptionalLong number(Property property) {
        String text = values.getOrDefault(property, "");
        boolean digits = !text.isEmpty() && text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    Optional<Instant> modified() {
        try {
            return Optional.ofNullable(values.get(Property.GETLASTMODIFIED))
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException e) {
            // A time nobody can read is no time.
            return Optional.empty();
        }
    }

    /** Returns the tag. A weak one is none: it says that the content may be another one all the same. */
    Optional<String> tag() {
        return Optional.ofNullable(values.get(Property.GETETAG)).flatMap(Resource::strong);
    }

    static Optional<String> strong(String etag) {
        boolean quoted = etag.length() > 2 && etag.startsWith("\"") && etag.endsWith("\"");
        return quoted ? Optional.of(etag.substring(1, etag.length() - 1)) : Optional.empty();
    }
}
