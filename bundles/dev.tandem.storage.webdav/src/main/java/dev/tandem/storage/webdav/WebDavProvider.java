package dev.tandem.storage.webdav;

import dev.tandem.storage.Address;
import dev.tandem.storage.Location;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages;
import dev.tandem.storage.http.Endpoint;
import dev.tandem.storage.spi.ProviderSetting;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageProvider;
import dev.tandem.storage.spi.StorageSession;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Folders of WebDAV servers: {@code webdav://host/path} over HTTP, {@code webdavs://host/path} over TLS. */
@Component(property = {StorageProvider.SCHEME + "=webdav", StorageProvider.SCHEME + "=webdavs"})
public final class WebDavProvider implements StorageProvider {
    @Override
    public StorageSession open(Location where, SessionContext context) throws StorageException {
        Endpoint endpoint = Endpoint.of(Address.of(where), where.scheme().equals("webdavs"), context);
        Dav dav = new Dav(endpoint);
        boolean opened = false;
        try {
            requireThere(dav, endpoint, context.mode());
            opened = true;
            return new WebDavSession(dav);
        } finally {
            if (!opened) {
                dav.close();
            }
        }
    }

    private static void requireThere(Dav dav, Endpoint endpoint, Storages.Mode mode) throws StorageException {
        Optional<ObjectInfo> there = dav.stat(RemotePath.ROOT);
        if (there.isEmpty()) {
            if (mode == Storages.Mode.EXISTING) {
                throw new StorageException(Kind.NOT_FOUND, "there is no folder " + endpoint + "; check the path");
            }
            dav.makeBase();
        } else if (!there.get().directory()) {
            throw new StorageException(Kind.INVALID, "cannot use " + endpoint + ": it is a file; name a folder");
        }
    }

    @Override
    public List<ProviderSetting> settings() {
        return Endpoint.SETTINGS;
    }
}
