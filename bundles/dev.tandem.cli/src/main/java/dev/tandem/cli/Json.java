package dev.tandem.cli;

import com.google.gson.stream.JsonWriter;
import dev.tandem.backup.Id;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes values as JSON on one line: records by their components in snake case, without what is empty or null. */
final class Json {
    private final JsonWriter writer;

    private Json(JsonWriter writer) {
        this.writer = writer;
    }

    /** Returns the object of {@code message}, a record or a map, with its {@code message_type} first. */
    static String line(String messageType, Object message) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = new JsonWriter(text)) {
            writer.setHtmlSafe(false);
            writer.beginObject();
            writer.name("message_type").value(messageType);
            new Json(writer).members(message);
            writer.endObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private void members(Object message) throws IOException {
        switch (message) {
            case Map<?, ?> map -> {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    member(entry.getKey().toString(), entry.getValue());
                }
            }
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    member(snakeCase(component.getName()), read(record, component));
                }
            }
            default -> throw new IllegalArgumentException(
                    "a message is a record or a map, not " + message.getClass().getName());
        }
    }

    private void member(String name, Object value) throws IOException {
        Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (present != null) {
            writer.name(name);
            value(present);
        }
    }

    private void value(Object value) throws IOException {
        switch (value) {
            case Boolean b -> writer.value(b);
            case Double d when !Double.isFinite(d) -> writer.value(0);
            case Number n -> writer.value(n);
            case Instant i -> writer.value(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(i.atOffset(ZoneOffset.UTC)));
            case Duration d -> writer.value(d.toMillis() / 1000.0);
            case OffsetDateTime t -> writer.value(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(t));
            case Collection<?> elements -> {
                writer.beginArray();
                for (Object element : elements) {
                    value(element);
                }
                writer.endArray();
            }
            case Map<?, ?> map -> object(map);
            case Id _, Location _ -> writer.value(value.toString());
            case Record record -> object(record);
            case Enum<?> e -> writer.value(e.name().toLowerCase(Locale.ROOT));
            default -> writer.value(value.toString());
        }
    }

    private void object(Object message) throws IOException {
        writer.beginObject();
        members(message);
        writer.endObject();
    }

    private static Object read(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalArgumentException("cannot read " + component.getName() + " of " + record, failed);
        }
    }

    private static String snakeCase(String name) {
        StringBuilder snake = new StringBuilder(name.length() + 4);
        for (char c : name.toCharArray()) {
            if (Character.isUpperCase(c)) {
                snake.append('_').append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }
}
