package dev.tandem.bench;

import dev.tandem.bench.Peer.Kind;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the programs to compare and asks them for their versions. */
final class Programs {
    private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+)+");

    private Programs() { }

    /**
     * Returns Tandem and what the scenarios compare it with: every restic (the ones named, else all found), each version
     * once and the newest first, and Borg; Unison, rclone and rsync.
     *
     * @param path the folders to look in, as in the variable PATH
     */
    static List<Peer> find(Options options, String path) throws IOException, InterruptedException {
        Path data = options.work().resolve("data");
        List<Peer> peers = new ArrayList<>();
        peers.add(new Peer(Kind.TANDEM, "tandem " + version(options.tandem(), "--version"), options.tandem(),
                data.resolve("tandem")));
        if (options.backsUp()) {
            addBackups(options, path, data, peers);
        }
        if (options.syncs()) {
            addFirst(Kind.UNISON, "unison", "-version", path, data, peers);
            addFirst(Kind.BISYNC, "rclone", "version", path, data, peers);
            addFirst(Kind.RSYNC, "rsync", "--version", path, data, peers);
        }
        return peers;
    }

    private static void addBackups(Options options, String path, Path data, List<Peer> peers)
            throws IOException, InterruptedException {
        TreeMap<Version, Path> restics = new TreeMap<>(Collections.reverseOrder());
        for (Path program : options.restics().isEmpty() ? named("restic(-[0-9.]+)?", path) : options.restics()) {
            restics.putIfAbsent(version(program, "version"), program);
        }
        restics.forEach((version, program) ->
                peers.add(new Peer(Kind.RESTIC, "restic " + version, program, data.resolve("restic-" + version))));
        addFirst(Kind.BORG, "borg", "--version", path, data, peers);
    }

    private static void addFirst(Kind kind, String program, String option, String path, Path data, List<Peer> peers)
            throws IOException, InterruptedException {
        for (Path found : named(program, path).stream().limit(1).toList()) {
            String name = kind == Kind.BISYNC ? "rclone bisync" : program;
            peers.add(new Peer(kind, name + " " + version(found, option), found, data.resolve(program)));
        }
    }

    private static List<Path> named(String pattern, String path) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : path.split(":")) {
            if (Files.isDirectory(Path.of(folder))) {
                try (Stream<Path> files = Files.list(Path.of(folder))) {
                    files.filter(file -> file.getFileName().toString().matches(pattern))
                            .filter(Files::isExecutable).sorted().forEach(found::add);
                }
            }
        }
        return found;
    }

    private static Version version(Path program, String option) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString(), option).redirectErrorStream(true).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(program + " " + option + " failed: " + answer);
        }
        return versionIn(answer).orElseThrow(
                () -> new IOException(program + " " + option + " named no version: " + answer));
    }

    /** Returns the version a program tells, as "0.18.0" in "restic 0.18.0 compiled with go1.24.4". */
    static Optional<Version> versionIn(String answer) {
        Matcher matcher = VERSION.matcher(answer);
        return matcher.find() ? Optional.of(Version.parse(matcher.group())) : Optional.empty();
    }
}
