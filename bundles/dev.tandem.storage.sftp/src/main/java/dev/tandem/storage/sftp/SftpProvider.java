package dev.tandem.storage.sftp;

import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages;
import dev.tandem.storage.UntrustedHostException;
import dev.tandem.storage.spi.ProviderSetting;
import dev.tandem.storage.spi.SessionContext;
import dev.tandem.storage.spi.StorageProvider;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Folders of servers that speak SSH. */
@Component(property = StorageProvider.SCHEME + "=sftp")
public final class SftpProvider implements StorageProvider {
    private static final int CONNECTIONS = 4;

    private final Path ssh;

    /** A provider that uses the keys, known hosts and configuration of the user's ssh. */
    @Activate
    public SftpProvider() {
        this(Path.of(System.getProperty("user.home"), ".ssh"));
    }

    /** @param ssh in place of the user's {@code ~/.ssh} */
    SftpProvider(Path ssh) {
        this.ssh = ssh;
    }

    @Override
    public List<ProviderSetting> settings() {
        return List.of(
                ProviderSetting.open(Login.KEY, "file of the private key to log in with (default: the ssh agent's, then "
                        + "those of ~/.ssh)"),
                ProviderSetting.secret(Login.PASSPHRASE, "passphrase of the private key (default: none)"),
                ProviderSetting.secret(Login.PASSWORD, "password of the user (default: none)"),
                ProviderSetting.open(UntrustedHostException.SETTING, "fingerprint SHA256:... of the server's key, which "
                        + "confirms it (default: known_hosts)"));
    }

    @Override
    public StorageSession open(Location where, SessionContext context) throws StorageException {
        SftpAddress address = SftpAddress.of(where);
        refuseUnknown(address);
        Links links = new Links(new Login(address, context, ssh)::connect, CONNECTIONS);
        boolean opened = false;
        try {
            RemoteFiles files = links.get();
            String home = files.absolute(".").await();
            String root = address.absolute(home);
            enter(files, root, context.mode());
            opened = true;
            return new SftpSession(links, Names.of(root, home), files);
        } catch (IOException e) {
            throw Failures.of("open", where.toString(), e);
        } finally {
            if (!opened) {
                links.close();
            }
        }
    }

    private void refuseUnknown(SftpAddress address) throws StorageException {
        List<String> known = settings().stream().filter(setting -> !setting.secret()).map(ProviderSetting::name).toList();
        Optional<String> unknown = address.settings().keySet().stream().filter(name -> !known.contains(name)).findFirst();
        if (unknown.isPresent()) {
            throw new StorageException(Kind.INVALID, "sftp has no setting '" + unknown.get() + "' in an address; it has "
                    + known.stream().collect(Collectors.joining(", ")));
        }
    }

    private static void enter(RemoteFiles files, String root, Storages.Mode mode) throws IOException {
        Optional<Attributes> there = files.stat(root).awaitIfThere();
        if (there.isPresent() && !there.get().isDirectory()) {
            throw new StorageException(Kind.INVALID, "cannot use " + root + ": it is a file; name a folder");
        }
        if (there.isEmpty() && mode == Storages.Mode.EXISTING) {
            throw new StorageException(Kind.NOT_FOUND, "there is no folder " + root
                    + " on the server; check the spelling, and that its volume is mounted");
        }
        if (there.isEmpty()) {
            Folders.make(files, root, "/");
        }
    }
}
