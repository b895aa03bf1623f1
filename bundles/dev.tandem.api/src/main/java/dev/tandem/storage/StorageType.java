package dev.tandem.storage;

import dev.tandem.storage.spi.ProviderSetting;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A kind of storage that can be opened at the moment.
 *
 * @param schemes what its locations begin with
 * @param own     what its provider can be told about a destination
 * @param common  what every destination can be told, whatever kind it is of
 */
public record StorageType(SortedSet<String> schemes, List<ProviderSetting> own, List<ProviderSetting> common) {
    public StorageType {
        schemes = Collections.unmodifiableSortedSet(new TreeSet<>(schemes));
        own = List.copyOf(own);
        common = List.copyOf(common);
    }

    /** Returns a setting by its name. */
    public Optional<ProviderSetting> setting(String name) {
        return Stream.concat(own.stream(), common.stream()).filter(setting -> setting.name().equals(name)).findFirst();
    }
}
