package dev.tandem.cli.destination;

import dev.tandem.cli.CommandException;
import dev.tandem.storage.StorageType;
import dev.tandem.storage.spi.ProviderSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a destination is told beside its location. */
final class SettingOptions {
    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "a setting (repeatable); 'tandem destination types' "
            + "lists them")
    List<String> settings = new ArrayList<>();

    @Mixin
    SecretOptions secrets = new SecretOptions();

    @Option(names = "--volume", description = "find the folder by the volume it is on, wherever that is mounted")
    boolean volume;

    @Option(names = "--no-test", description = "do not try the connection")
    boolean noTest;

    boolean given() {
        return !settings.isEmpty() || volume || secrets.given();
    }

    /** Returns the settings, all of which a destination of this type knows. */
    SortedMap<String, String> settings(StorageType type) throws CommandException {
        SortedMap<String, String> values = new TreeMap<>();
        for (String text : settings) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw CommandException.usage("--set needs NAME=VALUE, not '" + text + "'");
            }
            String name = text.substring(0, equals);
            if (known(type, name).secret()) {
                // Every user of the machine can read arguments.
                throw CommandException.usage("'" + name + "' is a secret: give it with --secret " + name
                        + ", which asks for it");
            }
            values.put(name, text.substring(equals + 1));
        }
        return values;
    }

    /** Returns a setting of this type, which must know it. */
    static ProviderSetting known(StorageType type, String name) throws CommandException {
        return type.setting(name).orElseThrow(() -> CommandException.usage("'" + name + "' is no setting of "
                + String.join(", ", type.schemes()) + "; there are: " + Stream.concat(type.own().stream(),
                        type.common().stream()).map(ProviderSetting::name).collect(Collectors.joining(", "))));
    }
}
