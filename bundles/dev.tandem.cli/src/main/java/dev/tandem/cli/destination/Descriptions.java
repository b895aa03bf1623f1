package dev.tandem.cli.destination;

import dev.tandem.storage.Destination;
import dev.tandem.storage.spi.ProviderSetting;
import java.util.List;
import java.util.Map;

/** How destinations are told to people. */
final class Descriptions {
    private Descriptions() { }

    /** Returns the settings in brackets, with a blank before; nothing where there is none. */
    static String settings(Destination destination) {
        return destination.settings().isEmpty() ? "" : " (" + String.join(", ", lines(destination.settings())) + ")";
    }

    /** Returns each setting as a person types it. */
    static List<String> lines(Map<String, String> settings) {
        return settings.entrySet().stream().map(setting -> setting.getKey() + "=" + setting.getValue()).toList();
    }

    /** Returns what a setting is for, for the last column of a table. */
    static String of(ProviderSetting setting) {
        return (setting.secret() ? "secret: " : "") + setting.description();
    }
}
