package dev.tandem.storage.sftp;

import com.jcraft.jsch.ConfigRepository;
import com.jcraft.jsch.OpenSSHConfig;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server an address means, once the user's {@code ~/.ssh/config} has had its say.
 *
 * @param keys       files of private keys to try, which need not exist
 * @param agent      whether the keys of the agent are tried too
 */
record Host(String user, String name, int port, List<Path> keys, boolean agent) {
    private static final int SSH = 22;
    private static final List<String> USUAL_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    /** Returns the server of {@code address}; {@code ssh} is the user's folder for such things. */
    static Host of(SftpAddress address, Path ssh) throws StorageException {
        ConfigRepository.Config config = config(ssh.resolve("config")).getConfig(address.host());
        refuseDetours(address.host(), config);
        String user = address.user().or(() -> Optional.ofNullable(config.getUser()))
                .orElseGet(() -> System.getProperty("user.name"));
        int port = address.port() > 0 ? address.port() : config.getPort() > 0 ? config.getPort() : SSH;
        List<Path> keys = new ArrayList<>();
        for (String file : values(config, "IdentityFile")) {
            keys.add(expanded(file, ssh));
        }
        USUAL_KEYS.forEach(key -> keys.add(ssh.resolve(key)));
        return new Host(user, Optional.ofNullable(config.getHostname()).orElse(address.host()), port, keys,
                !"yes".equalsIgnoreCase(config.getValue("IdentitiesOnly")));
    }

    private static ConfigRepository config(Path file) throws StorageException {
        if (!Files.isReadable(file)) {
            return ConfigRepository.nullConfig;
        }
        try {
            return OpenSSHConfig.parse(Files.readString(file));
        } catch (IOException e) {
            throw new StorageException(Kind.INVALID, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Better no connection than another one than ssh makes. */
    private static void refuseDetours(String host, ConfigRepository.Config config) throws StorageException {
        for (String detour : List.of("ProxyJump", "ProxyCommand")) {
            String value = config.getValue(detour);
            if (value != null && !value.equalsIgnoreCase("none")) {
                throw new StorageException(Kind.UNSUPPORTED, "~/.ssh/config reaches " + host + " by " + detour
                        + ", which Tandem cannot; forward a port with 'ssh -L' and name that instead");
            }
        }
    }

    private static String[] values(ConfigRepository.Config config, String name) {
        String[] values = config.getValues(name);
        return values == null ? new String[0] : values;
    }

    private static Path expanded(String file, Path ssh) {
        return file.startsWith("~/") ? ssh.resolveSibling(file.substring(2)) : ssh.resolveSibling(file);
    }

    /** Returns how {@code known_hosts} calls it. */
    String inKnownHosts() {
        return port == SSH ? name : "[" + name + "]:" + port;
    }

    /** Returns who and where, for people. */
    @Override
    public String toString() {
        return user + "@" + (name.contains(":") ? "[" + name + "]" : name) + (port == SSH ? "" : ":" + port);
    }
}
