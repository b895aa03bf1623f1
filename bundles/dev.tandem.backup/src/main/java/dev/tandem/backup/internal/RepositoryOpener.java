package dev.tandem.backup.internal;

import dev.tandem.backup.LockPatience;
import dev.tandem.backup.Repositories;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryException.Kind;
import dev.tandem.backup.RepositoryInfo;
import dev.tandem.backup.internal.store.Config;
import dev.tandem.backup.internal.store.RepositoryLock;
import dev.tandem.backup.internal.store.Store;
import dev.tandem.environment.Places;
import dev.tandem.scan.Filters;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes and opens repositories on whatever storage their location names. */
@Component
public final class RepositoryOpener implements Repositories {
    private final Storages storages;
    private final OpenRepository.Tools tools;

    @Activate
    public RepositoryOpener(@Reference Storages storages, @Reference LocalReader reader, @Reference LocalWriter writer,
            @Reference Filters filters, @Reference Places places) {
        this(storages, new OpenRepository.Tools(reader, writer, filters, "tandem " + places.productVersion(),
                Optional.of(places.cache()), RepositoryLock.SETTLES));
    }

    RepositoryOpener(Storages storages, OpenRepository.Tools tools) {
        this.storages = storages;
        this.tools = tools;
    }

    @Override
    public boolean exists(Location where) throws RepositoryException {
        return Failures.translated(where, () -> {
            try (StorageSession session = storages.open(where, Storages.Mode.EXISTING)) {
                return Store.exists(session);
            } catch (StorageException e) {
                if (e.kind() == StorageException.Kind.NOT_FOUND) {
                    return false;
                }
                throw e;
            }
        });
    }

    @Override
    public RepositoryInfo init(Location where, char[] password, Strength strength) throws RepositoryException {
        return init(where, Config.generate(new SecureRandom()), password, strength);
    }

    @Override
    public RepositoryInfo initLike(RepositoryInfo like, Location where, char[] password, Strength strength)
            throws RepositoryException {
        return init(where, Config.generate(new SecureRandom(), like.polynomial()), password, strength);
    }

    private RepositoryInfo init(Location where, Config config, char[] password, Strength strength)
            throws RepositoryException {
        return Failures.translated(where, () -> {
            try (StorageSession session = storages.open(where, Storages.Mode.CREATE)) {
                Store.init(session, config, password, strength);
                return new RepositoryInfo(where, config.id(), config.version(), config.polynomial());
            }
        });
    }

    @Override
    public Repository open(Location where, char[] password, Access access, LockPatience patience)
            throws RepositoryException {
        return Failures.translated(where, () -> {
            Store store = store(where, password);
            return new OpenRepository(where, store, new Guard(where, store, access, patience), tools);
        });
    }

    private Store store(Location where, char[] password) throws IOException {
        try {
            return Store.open(storages.open(where, Storages.Mode.EXISTING), password, tools.lockSettles());
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.NOT_FOUND) {
                throw new RepositoryException(Kind.NO_REPOSITORY, "there is no repository: " + e.getMessage(), e);
            }
            throw e;
        }
    }
}
