package dev.tandem.cli.destination;

import dev.tandem.storage.Destination;
import dev.tandem.storage.spi.ProviderSetting;
import java.util.Map;
import java.util.stream.Collectors;

/** How destinations are told to people. */
final class Descriptions {
    private Descriptions() { }

    /** Returns the settings in brackets, with a blank before; nothing where there is none. */
    static String settings(Destination destination) {
        return destination.settings().isEmpty() ? "" : " (" + settings(destination.settings()) + ")";
    }

    static String settings(Map<String, String> settings) {
        return settings.entrySet().stream().map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Returns what a setting is for, for the last column of a table. */
    static String of(ProviderSetting setting) {
        return (setting.secret() ? "secret: " : "") + setting.description();
    }
}
