package dev.tandem.cli.destination;

import dev.tandem.cli.Table;
import dev.tandem.cli.Units;
import dev.tandem.command.CommandContext;
import dev.tandem.storage.Capability;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.Quota;
import dev.tandem.storage.spi.StorageSession;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a storage said when it was opened.
 *
 * @param where        the location that was opened
 * @param capabilities what it can do
 * @param free         bytes that may still be written, where that is known
 * @param millis       how long it took
 */
record Connection(Location where, Set<Capability> capabilities, Optional<Long> free, long millis) {
    /** Opens a storage and asks it. */
    static Connection to(Location where, Storages storages) throws StorageException {
        long start = System.nanoTime();
        try (StorageSession session = storages.open(where, Storages.Mode.EXISTING)) {
            Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
            capabilities.addAll(session.capabilities());
            return new Connection(where, capabilities, free(session), Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
    }

    private static Optional<Long> free(StorageSession session) throws StorageException {
        Optional<Quota> quota = session.facet(Quota.class);
        OptionalLong free = quota.isPresent() ? quota.get().free() : OptionalLong.empty();
        return free.isPresent() ? Optional.of(free.getAsLong()) : Optional.empty();
    }

    void print(CommandContext context) {
        context.emit("connection", this);
        context.print("connected to " + where + " in " + millis + " ms"
                + free.map(bytes -> ", " + Units.size(bytes) + " free").orElse(""));
        Table table = new Table("Can", "", "What that means");
        for (Capability capability : Capability.values()) {
            table.add(List.of(List.of(words(capability)), List.of(capabilities.contains(capability) ? "yes" : "no"),
                    List.of(meaning(capability))));
        }
        if (!context.json()) {
            table.print(context::print);
        }
    }

    private static String words(Capability capability) {
        return capability.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String meaning(Capability capability) {
        return switch (capability) {
            case ATOMIC_WRITE -> "nobody ever sees half an object";
            case RANGE_READ -> "a part of an object is read without the rest";
            case IF_ABSENT_WRITE -> "of two who make the same object, one is told so";
            case IF_UNCHANGED_WRITE -> "what somebody else wrote meanwhile is never replaced";
            case DURABLE_WRITE -> "what was written survives a power failure";
            case SET_TIME -> "objects keep the time of the file they are made of";
            case TAGS -> "changes are seen by a tag, without reading";
            case RENAME -> "an object is renamed without being sent again";
            case RENAME_DIRECTORIES -> "so is a folder with all that is in it";
            case CASE_SENSITIVE -> "'a' and 'A' are two names";
            case CONCURRENT -> "several calls run at once";
            case DIRECTORIES -> "folders can be empty";
        };
    }
}
