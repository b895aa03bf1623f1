package dev.tandem.storage.rclone;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.http.Login;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running {@code rclone rcd}: it listens on loopback only, to whoever knows a password made for this one process, and
 * ends with the process that started it, however that ends.
 */
final class Daemon implements AutoCloseable {
    private static final String USER = "tandem";
    private static final int PASSWORD_BYTES = 32;
    private static final int LINES_KEPT = 10;
    private static final int START_SECONDS = 60;
    private static final int END_SECONDS = 5;
    private static final int GOODBYE_MILLIS = 500;
    private static final Pattern SERVING = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/");

    /** What would let other people in, or hide the port: the user means them for an rclone of his own. */
    private static final Collection<String> NOT_INHERITED = Set.of("RCLONE_LOG_FILE", "RCLONE_LOG_LEVEL", "RCLONE_QUIET",
            "RCLONE_VERBOSE", "RCLONE_USE_JSON_LOG", "RCLONE_SYSLOG", "RCLONE_DRY_RUN", "RCLONE_INTERACTIVE",
            Launch.CONFIG, Launch.CONFIG_PASSWORD);

    /**
     * Ends rclone when the pipe of standard input closes, which the system does for a process that was killed, too. What is
     * typed at the terminal to end the one process is no reason to take away the other while it is still needed.
     */
    private static final String WATCHER = """
            trap '' INT HUP
            if command -v setsid > /dev/null; then set -- setsid "$@"; fi
            "$@" &
            rclone=$!
            exec 2> /dev/null
            read -r nothing
            kill "$rclone"
            wait "$rclone"
            """;

    private final Process process;
    private final Login login;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    private Daemon(Process process, Login login) {
        this.process = process;
        this.login = login;
    }

    /** Starts one, and returns when it listens. */
    static Daemon start(Launch launch) throws StorageException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        ProcessBuilder builder = new ProcessBuilder(command(launch)).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        prepare(builder.environment(), launch, password);
        Daemon daemon;
        try {
            daemon = new Daemon(builder.start(), Login.basic(USER, password.toCharArray()));
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException(Kind.UNSUPPORTED, "cannot start " + launch + ": " + e.getMessage(), e);
        }
        Thread.ofVirtual().name("rclone " + daemon.process.pid()).start(daemon::listen);
        daemon.awaitPort(launch);
        return daemon;
    }

    private static List<String> command(Launch launch) {
        List<String> command = new ArrayList<>();
        if (File.separatorChar == '/') {
            command.addAll(List.of("/bin/sh", "-c", WATCHER, "rclone"));
        }
        // Its server breaks off calls that take an hour otherwise: a large upload is one call.
        command.addAll(List.of(launch.program().toString(), "rcd", "--rc-addr", "127.0.0.1:0", "--rc-serve",
                "--rc-server-read-timeout", "0", "--rc-server-write-timeout", "0", "--ask-password=false"));
        return command;
    }

    private static void prepare(Map<String, String> environment, Launch launch, String password) {
        environment.keySet().removeIf(name -> name.startsWith("RCLONE_RC") || NOT_INHERITED.contains(name));
        environment.putAll(launch.variables());
        environment.put("RCLONE_RC_USER", USER);
        environment.put("RCLONE_RC_PASS", password);
    }

    private void listen() {
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getErrorStream(),
                StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                hear(line);
            }
        } catch (IOException e) {
            keep(e.toString());
        } finally {
            ended.complete(kept());
            port.completeExceptionally(new IOException(kept()));
        }
    }

    private void hear(String line) {
        Matcher serving = SERVING.matcher(line);
        if (!port.isDone() && serving.find()) {
            port.complete(Integer.valueOf(serving.group(1)));
        } else {
            keep(line);
        }
    }

    private void keep(String line) {
        synchronized (lastLines) {
            lastLines.add(line);
            if (lastLines.size() > LINES_KEPT) {
                lastLines.remove();
            }
        }
    }

    private String kept() {
        synchronized (lastLines) {
            return String.join("; ", lastLines);
        }
    }

    private void awaitPort(Launch launch) throws StorageException {
        boolean listens = false;
        try {
            port.get(START_SECONDS, TimeUnit.SECONDS);
            listens = true;
        } catch (ExecutionException e) {
            throw Failures.notStarted(launch, e.getCause().getMessage());
        } catch (TimeoutException e) {
            throw new StorageException(Kind.UNREACHABLE, launch + " does not begin to serve; is this machine overloaded?",
                    e, true, null);
        } catch (InterruptedException e) {
            throw Failures.interrupted("start " + launch, e);
        } finally {
            if (!listens) {
                close();
            }
        }
    }

    /** Returns where it listens, with a slash at the end. */
    URI address() {
        return URI.create("http://127.0.0.1:" + port.join() + "/");
    }

    /** Returns what lets in. */
    Login login() {
        return login;
    }

    /** Tells whether it is still there. */
    boolean alive() {
        return !ended.isDone();
    }

    /** Returns what it said at last; empty where it is still there. */
    Optional<String> lastWords() {
        try {
            // A broken connection is noticed before the end of what it says.
            return Optional.of(ended.get(GOODBYE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new AssertionError("it ends normally", e);
        }
    }

    /** Ends it; a second time does nothing. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            keep(e.toString());
        }
        if (File.separatorChar != '/') {
            process.destroy();
        }
        try {
            if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
