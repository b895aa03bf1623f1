package dev.tandem.storage.sftp;

import com.jcraft.jsch.ChannelSubsystem;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.UntrustedHostException;
import dev.tandem.storage.spi.SessionContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Connects to a server and logs in, as often as it is asked to. */
final class Login {
    static final String KEY = "key";
    static final String PASSPHRASE = "passphrase";
    static final String PASSWORD = "password";

    private static final int CONNECT_MILLIS = 15_000;
    // A server that is silent for three of these is gone.
    private static final int ALIVE_MILLIS = 10_000;
    private static final int ALIVE_COUNT = 2;
    private static final int WINDOW = 4 << 20;
    // AES-GCM is encrypted and authenticated in one go by the processor itself.
    private static final String CIPHERS =
            "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr";

    private final SftpAddress address;
    private final SessionContext context;
    private final Path ssh;

    /** @param ssh the user's folder for keys and known hosts */
    Login(SftpAddress address, SessionContext context, Path ssh) {
        this.address = address;
        this.context = context;
        this.ssh = ssh;
    }

    /** Returns the server's files over a new connection. */
    RemoteFiles connect() throws StorageException {
        Host host = Host.of(address, ssh);
        HostKeys keys = new HostKeys(ssh.resolve("known_hosts"),
                new KnownHostsFile(context.state().resolve("known_hosts")), setting(UntrustedHostException.SETTING));
        Identities identities = identities(host);
        Optional<byte[]> password = password();
        try {
            Session session = session(host, keys, identities, password);
            try {
                session.connect(CONNECT_MILLIS);
                return open(session);
            } catch (JSchException | IOException | RuntimeException e) {
                session.disconnect();
                throw e;
            }
        } catch (JSchException e) {
            throw keys.refusal().orElseGet(() -> Failures.ofLogin(host, tried(identities, password), e));
        } catch (IOException e) {
            throw Failures.of("talk to", host.toString(), e);
        } finally {
            password.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
        }
    }

    private static Session session(Host host, HostKeys keys, Identities identities, Optional<byte[]> password)
            throws JSchException {
        Session session = new JSch().getSession(host.user(), host.name(), host.port());
        session.setHostKeyRepository(keys);
        session.setIdentityRepository(identities);
        password.ifPresent(session::setPassword);
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("PreferredAuthentications", methods(identities, password));
        session.setConfig("cipher.c2s", CIPHERS);
        session.setConfig("cipher.s2c", CIPHERS);
        session.setServerAliveInterval(ALIVE_MILLIS);
        session.setServerAliveCountMax(ALIVE_COUNT);
        session.setSocketFactory(new InterruptibleSockets(CONNECT_MILLIS));
        session.setThreadFactory(Thread.ofPlatform().daemon().name("sftp-" + host.name()).factory());
        return session;
    }

    private static String methods(Identities identities, Optional<byte[]> password) {
        return Stream.concat(identities.isEmpty() ? Stream.empty() : Stream.of("publickey"),
                password.isEmpty() ? Stream.of("none") : Stream.of("password", "keyboard-interactive"))
                .collect(Collectors.joining(","));
    }

    private static RemoteFiles open(Session session) throws JSchException, IOException {
        Link link = new Link();
        ChannelSubsystem channel = (ChannelSubsystem) session.openChannel("subsystem");
        channel.setSubsystem("sftp");
        channel.setWantReply(true);
        channel.setLocalWindowSizeMax(WINDOW);
        channel.setOutputStream(link.incoming());
        OutputStream out = channel.getOutputStream();
        channel.connect(CONNECT_MILLIS);
        link.start(new Link.Carrier() {
            @Override
            public OutputStream out() {
                return out;
            }

            @Override
            public void disconnect() {
                session.disconnect();
            }
        });
        return RemoteFiles.over(link);
    }

    private Identities identities(Host host) throws StorageException {
        Optional<byte[]> passphrase = context.secret(PASSPHRASE).map(Identities::utf8);
        Optional<Path> agent = context.environment("SSH_AUTH_SOCK").filter(socket -> !socket.isEmpty()).map(Path::of);
        try {
            Optional<String> key = setting(KEY);
            return key.isPresent() ? Identities.only(file(key.get()), passphrase, agent)
                    : Identities.any(host.keys(), passphrase, agent.filter(socket -> host.agent()));
        } finally {
            passphrase.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
        }
    }

    private Path file(String key) {
        return key.startsWith("~/") ? ssh.resolveSibling(key.substring(2)) : Path.of(key);
    }

    private Optional<byte[]> password() throws StorageException {
        Optional<char[]> kept = context.secret(PASSWORD);
        return kept.or(() -> address.password().map(String::toCharArray)).map(Identities::utf8);
    }

    private static List<String> tried(Identities identities, Optional<byte[]> password) {
        return Stream.concat(identities.isEmpty() ? Stream.empty() : Stream.of("the keys " + identities),
                password.stream().map(bytes -> "a password")).toList();
    }

    private Optional<String> setting(String name) {
        return Optional.ofNullable(address.settings().get(name)).or(() -> context.setting(name));
    }
}
