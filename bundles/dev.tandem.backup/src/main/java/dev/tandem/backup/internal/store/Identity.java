package dev.tandem.backup.internal.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who runs this process, as locks, keys and snapshots record it.
 *
 * @param hostname machine, empty where it cannot be told
 * @param username user
 * @param uid      the user's number, 0 where there are none
 * @param gid      the user's group number, 0 where there are none
 * @param pid      this process
 * @param space    what process numbers count in: this start of the system and, in a container, this container; empty
 *                 where it cannot be told
 */
public record Identity(String hostname, String username, int uid, int gid, long pid, String space) {
    private static final String CAPABILITIES = "CapEff:";

    /** An identity whose process numbers cannot be told apart from those of other systems. */
    Identity(String hostname, String username, int uid, int gid, long pid) {
        this(hostname, username, uid, gid, pid, "");
    }

    /** Returns the identity of this process. */
    public static Identity current() {
        return new Identity(hostnameOfMachine(), System.getProperty("user.name", ""), processAttribute("unix:uid"),
                processAttribute("unix:gid"), ProcessHandle.current().pid(), processSpace());
    }

    /** Returns what this process may do beyond its user's rights, as the system words it; empty where it does not. */
    public static String capabilities() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith(CAPABILITIES)).findFirst()
                    .map(line -> line.substring(CAPABILITIES.length()).strip()).orElse("");
        } catch (IOException notLinux) {
            return "";
        }
    }

    private static String hostnameOfMachine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException notLinux) {
            String windows = System.getenv("COMPUTERNAME");
            return windows != null ? windows : hostnameFromNetwork();
        }
    }

    private static String processSpace() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + " "
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException notLinux) {
            return "";
        }
    }

    private static String hostnameFromNetwork() {
        try {
            return java.net.InetAddress.getLocalHost().getHostName();
        } catch (java.net.UnknownHostException nameless) {
            return "";
        }
    }

    private static int processAttribute(String name) {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), name);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
            return 0;
        }
    }
}
