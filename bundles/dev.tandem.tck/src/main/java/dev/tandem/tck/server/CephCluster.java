package dev.tandem.tck.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The least Ceph there is: a monitor, a store in memory, a gateway that speaks S3; all on loopback, without keys. */
final class CephCluster {
    private static final String HOW_TO = "apt-get install radosgw ceph-mon ceph-osd";

    private final Path folder;
    private final Path settings;
    private final String name = UUID.randomUUID().toString();
    private final int monitorPort = ServerProcess.freePort();
    private final int port = ServerProcess.freePort();
    private final List<ServerProcess> processes = new ArrayList<>();

    CephCluster(Path folder) {
        this.folder = folder;
        this.settings = folder.resolve("ceph.conf");
    }

    S3Server start() throws IOException, InterruptedException {
        Peers.require("radosgw", HOW_TO);
        for (String part : List.of("mon", "osd", "run")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.writeString(settings, settings());
        boolean started = false;
        try {
            startMonitor();
            startStore();
            run("radosgw-admin", "user", "create", "--uid=tandem", "--display-name=tandem",
                    "--access-key=" + S3Server.ACCESS_KEY, "--secret-key=" + S3Server.SECRET_KEY);
            serve("radosgw", "-n", "client.rgw", "-f").awaitPort(port);
            started = true;
            return new S3Server(List.copyOf(processes), port);
        } finally {
            if (!started) {
                processes.reversed().forEach(ServerProcess::close);
            }
        }
    }

    private void startMonitor() throws IOException, InterruptedException {
        String map = folder.resolve("monmap").toString();
        run("monmaptool", "--create", "--addv", "a", "[v1:127.0.0.1:" + monitorPort + "]", "--fsid", name, map);
        run("ceph-mon", "--mkfs", "-i", "a", "--monmap", map);
        serve("ceph-mon", "-i", "a", "-f").awaitPort(monitorPort);
    }

    private void startStore() throws IOException, InterruptedException {
        String store = UUID.randomUUID().toString();
        run("ceph", "osd", "new", store);
        run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", store);
        serve("ceph-osd", "-i", "0", "-f");
    }

    private ServerProcess serve(String program, String... arguments) throws IOException {
        ServerProcess process = ServerProcess.start(command(program, arguments), Map.of(), log(program));
        processes.add(process);
        return process;
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(program, arguments)).redirectErrorStream(true)
                .redirectOutput(log(program + "-once").toFile()).start();
        if (process.waitFor() != 0) {
            throw new IOException(program + " failed: " + Files.readString(log(program + "-once")));
        }
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Peers.require(program, HOW_TO).toString()));
        if (!program.equals("monmaptool")) {
            command.addAll(List.of("-c", settings.toString()));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    private Path log(String program) {
        return folder.resolve(program + ".out");
    }

    private String settings() {
        return """
                [global]
                fsid = %1$s
                mon initial members = a
                mon host = v1:127.0.0.1:%2$d
                public network = 127.0.0.0/8
                ms bind msgr2 = false
                auth cluster required = none
                auth service required = none
                auth client required = none
                osd pool default size = 1
                osd pool default min size = 1
                osd crush chooseleaf type = 0
                osd pool default pg num = 1
                osd pool default pgp num = 1
                osd pool default pg autoscale mode = off
                mon allow pool size one = true
                mon data avail crit = 1
                osd objectstore = memstore
                memstore device bytes = 1073741824
                run dir = %3$s/run
                admin socket = %3$s/run/$name.asok
                log file = %3$s/$name.log
                rgw frontends = beast endpoint=127.0.0.1:%4$d
                rgw thread pool size = 32
                [mon.a]
                mon data = %3$s/mon
                mon addr = v1:127.0.0.1:%2$d
                [osd.0]
                osd data = %3$s/osd
                """.formatted(name, monitorPort, folder, port);
    }
}
