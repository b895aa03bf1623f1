package dev.tandem.backup.internal.engine.proof;

import dev.tandem.backup.Node;
import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the metadata of what was restored with what the snapshot records. */
final class Differences {
    /** Set-id bits are lost with an owner that could not be set. */
    private static final int WITHOUT_SET_ID = 01777;
    private static final int ALL_PERMISSIONS = 07777;

    private Differences() { }

    /**
     * Returns what differs, a few words each.
     *
     * @param linkTarget where the restored link points; of anything else empty
     * @param privileged whether owners and all attributes must be right; else only those that anyone can set
     */
    static List<String> of(Node node, FileStat found, List<ExtendedAttribute> attributes, byte[] linkTarget,
            boolean privileged) {
        FileStat wanted = node.stat();
        List<String> differences = new ArrayList<>();
        if (found.type() != wanted.type()) {
            return List.of("it is a " + found.type() + " instead of a " + wanted.type());
        }
        boolean sameOwner = found.uid() == wanted.uid() && found.gid() == wanted.gid();
        if (privileged && !sameOwner) {
            differences.add("owner " + owner(found) + " instead of " + owner(wanted));
        }
        int mask = sameOwner || privileged ? ALL_PERMISSIONS : WITHOUT_SET_ID;
        boolean link = wanted.type() == FileType.SYMLINK;
        if (!link && (found.permissions() & mask) != (wanted.permissions() & mask)) {
            differences.add("permissions %04o instead of %04o".formatted(found.permissions(), wanted.permissions()));
        }
        if (!found.modified().equals(wanted.modified())) {
            differences.add("time " + found.modified() + " instead of " + wanted.modified());
        }
        if (found.rawDevice() != wanted.rawDevice()) {
            differences.add("device " + found.rawDevice() + " instead of " + wanted.rawDevice());
        }
        if (link && !Arrays.equals(linkTarget, node.linkTarget())) {
            differences.add("the link points elsewhere");
        }
        addAttributes(node.attributes(), attributes, privileged, differences);
        return differences;
    }

    private static String owner(FileStat stat) {
        return Integer.toUnsignedString(stat.uid()) + ":" + Integer.toUnsignedString(stat.gid());
    }

    private static void addAttributes(List<ExtendedAttribute> wanted, List<ExtendedAttribute> found,
            boolean privileged, List<String> differences) {
        Map<String, ExtendedAttribute> others = new HashMap<>();
        found.forEach(attribute -> others.put(attribute.name(), attribute));
        for (ExtendedAttribute attribute : wanted) {
            boolean same = attribute.equals(others.remove(attribute.name()));
            if (!same && (privileged || anyoneSets(attribute.name()))) {
                differences.add("attribute " + attribute.name() + " is missing or differs");
            }
        }
        // What else the system puts on files by itself is no difference.
        others.keySet().stream().filter(Differences::anyoneSets).sorted()
                .forEach(name -> differences.add("attribute " + name + " is not in the snapshot"));
    }

    private static boolean anyoneSets(String name) {
        return name.startsWith("user.") || name.startsWith("system.posix_acl_");
    }
}
