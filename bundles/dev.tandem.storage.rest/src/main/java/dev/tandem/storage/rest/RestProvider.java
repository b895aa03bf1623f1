package dev.tandem.storage.rest;

import dev.tandem.storage.Address;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages;
import dev.tandem.storage.http.Endpoint;
import dev.tandem.storage.http.Login;
import dev.tandem.storage.http.Purpose;
import dev.tandem.storage.spi.ProviderSetting;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageProvider;
import dev.tandem.storage.spi.StorageSession;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Repositories on servers that speak restic's REST protocol: {@code rest:https://user@host:8000/path/}, as restic has it. */
@Component(property = StorageProvider.SCHEME + "=rest")
public final class RestProvider implements StorageProvider {
    @Override
    public StorageSession open(Location where, SessionContext context) throws StorageException {
        Location web = Location.parse(where.target());
        boolean tls = web.scheme().equals("https");
        if (!tls && !web.scheme().equals("http")) {
            throw new StorageException(Kind.INVALID, "'" + where + "' is not of the form rest:https://host:8000/path/");
        }
        Address address = Address.of(web);
        Rest rest = new Rest(Endpoint.of(address, tls, context, login(address, context)));
        boolean opened = false;
        try {
            requireThere(rest, context.mode());
            opened = true;
            return new RestSession(rest);
        } finally {
            if (!opened) {
                rest.close();
            }
        }
    }

    /** As restic does: the environment counts where the address names nobody. */
    private static Login login(Address address, SessionContext context) throws StorageException {
        Optional<String> user = context.environment("RESTIC_REST_USERNAME");
        boolean known = address.user().isPresent() || context.setting("user").isPresent();
        if (known || user.isEmpty()) {
            return Login.of(address, context);
        }
        return Login.basic(user.get(), context.environment("RESTIC_REST_PASSWORD").orElse("").toCharArray());
    }

    /** A server has no folders to ask for: a repository is there when its config is. */
    private static void requireThere(Rest rest, Storages.Mode mode) throws StorageException {
        if (mode == Storages.Mode.CREATE) {
            rest.create();
            return;
        }
        Purpose purpose = new Purpose("open", rest.endpoint().toString());
        if (rest.size(rest.config(), purpose).isEmpty()) {
            throw new StorageException(Kind.NOT_FOUND, "there is no repository at " + rest.endpoint()
                    + "; check the path");
        }
    }

    @Override
    public List<ProviderSetting> settings() {
        return Endpoint.SETTINGS;
    }
}
