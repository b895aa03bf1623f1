package dev.tandem.storage.internal;

import dev.tandem.storage.Destination;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.spi.ProviderSetting;
import java.time.Duration;
import java.util.List;

/** What every destination can be told, whatever kind it is of. */
final class CommonSettings {
    static final String CALLS_PER_SECOND = "calls-per-second";

    static final List<ProviderSetting> ALL = List.of(
            ProviderSetting.open(CALLS_PER_SECOND, "how many calls a second the storage likes at most (default: as many "
                    + "as it answers)"),
            ProviderSetting.secret(Destination.REPOSITORY_PASSWORD, "password of the repository kept there"),
            ProviderSetting.open(Destination.REPOSITORY_PASSWORD_FILE, "file that holds the password of the repository "
                    + "kept there"),
            ProviderSetting.open(Destination.REPOSITORY_PASSWORD_COMMAND, "command that prints the password of the "
                    + "repository kept there"));

    private CommonSettings() { }

    /** Returns how far calls to a destination are kept from one another. */
    static Duration apart(Destination destination) throws StorageException {
        String given = destination.settings().get(CALLS_PER_SECOND);
        if (given == null) {
            return Duration.ZERO;
        }
        if (!given.matches("\\d{1,6}(\\.\\d{1,3})?") || Double.parseDouble(given) == 0) {
            throw new StorageException(Kind.INVALID, "the setting " + CALLS_PER_SECOND + " of the destination '"
                    + destination.name() + "' must be a number above 0, and is '" + given + "'");
        }
        return Duration.ofNanos((long) (1e9 / Double.parseDouble(given)));
    }
}
