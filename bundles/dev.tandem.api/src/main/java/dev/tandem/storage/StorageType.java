package dev.tandem.storage;

import dev.tandem.storage.spi.ProviderSetting;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A kind of storage that can be opened at the moment.
 *
 * @param schemes  what its locations begin with
 * @param settings what a destination of this kind can be told: the provider's own first, then what all have in common
 */
public record StorageType(SortedSet<String> schemes, List<ProviderSetting> settings) {
    public StorageType {
        schemes = Collections.unmodifiableSortedSet(new TreeSet<>(schemes));
        settings = List.copyOf(settings);
    }
}
