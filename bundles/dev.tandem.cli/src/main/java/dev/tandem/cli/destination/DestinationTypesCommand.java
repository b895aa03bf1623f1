package dev.tandem.cli.destination;

import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.CommandInfo;
import dev.tandem.command.ExitCode;
import dev.tandem.storage.StorageType;
import dev.tandem.storage.StorageTypes;
import dev.tandem.storage.spi.ProviderSetting;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** Lists what kinds of storage are installed, and what each can be told. */
@Component(scope = ServiceScope.PROTOTYPE)
@CommandInfo(name = "destination types", summary = "List the kinds of storage and their settings", order = 28)
public final class DestinationTypesCommand implements Command {
    private final StorageTypes types;

    @Activate
    public DestinationTypesCommand(@Reference StorageTypes types) {
        this.types = types;
    }

    @Override
    public int run(CommandContext context) {
        List<StorageType> all = types.all();
        all.forEach(type -> context.emit("storage_type", type));
        if (context.json()) {
            return ExitCode.DONE;
        }
        for (StorageType type : all) {
            context.print(String.join(", ", type.schemes()));
            print(type.own(), context);
        }
        all.stream().findFirst().ifPresent(any -> {
            context.print("all of them");
            print(any.common(), context);
        });
        return ExitCode.DONE;
    }

    private static void print(List<ProviderSetting> settings, CommandContext context) {
        int width = settings.stream().mapToInt(setting -> setting.name().length()).max().orElse(0);
        settings.forEach(setting -> context.print("  " + setting.name()
                + " ".repeat(width - setting.name().length() + 2) + Descriptions.of(setting)));
    }
}
