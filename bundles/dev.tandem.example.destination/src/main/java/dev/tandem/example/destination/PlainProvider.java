package dev.tandem.example.destination;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageProvider;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** Opens {@code plain:/some/folder}. The component is not loaded before somebody uses the scheme. */
@Component(property = StorageProvider.SCHEME + "=plain")
public final class PlainProvider implements StorageProvider {
    @Override
    public StorageSession open(Location where, SessionContext context) throws StorageException {
        Path root = Path.of(where.target()).toAbsolutePath();
        if (!Files.isDirectory(root) && context.mode() == Storages.Mode.EXISTING) {
            throw new StorageException(Kind.NOT_FOUND, "there is no folder " + root + "; check the spelling");
        }
        try {
            return new PlainSession(Files.createDirectories(root));
        } catch (IOException e) {
            throw Failures.of("open", root, e);
        }
    }
}
