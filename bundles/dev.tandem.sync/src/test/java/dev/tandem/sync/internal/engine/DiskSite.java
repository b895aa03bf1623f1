package dev.tandem.sync.internal.engine;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scanner.SystemReader;
import dev.tandem.scanner.SystemWriter;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.internal.replica.Faults;
import dev.tandem.sync.internal.replica.LocalEditor;
import dev.tandem.sync.internal.replica.LocalReplica;
import dev.tandem.sync.internal.replica.Replica;
import dev.tandem.sync.internal.replica.TreeEditor;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A folder on a disk, whose calls go wrong as those in memory do. */
final class DiskSite implements Site {
    private static final Set<String> CHANGING = Set.of("place", "makeDirectory", "putAside", "bringBack", "discard",
            "removeDirectory", "move", "setAttributes", "setExtended");

    private final Path root;
    private final Faults faults;
    private final LocalEditor editor;
    private Replica replica;
    private long changes;

    DiskSite(Path root, Faults faults) throws IOException {
        this.root = Files.createDirectory(root);
        this.faults = faults;
        this.editor = new LocalEditor(root);
        open();
    }

    private void open() throws IOException {
        Replica real = LocalReplica.open(RawPath.of(root), new SystemReader(), new SystemWriter(),
                AttributeRules.USUAL);
        replica = (Replica) Proxy.newProxyInstance(Replica.class.getClassLoader(), new Class<?>[] {Replica.class},
                (_, method, arguments) -> {
                    long call = Set.of("traits", "describe", "close").contains(method.getName()) ? -1
                            : faults.begin(method.getName());
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    } finally {
                        if (call >= 0) {
                            changes += CHANGING.contains(method.getName()) ? 1 : 0;
                            faults.end(call, method.getName());
                        }
                    }
                });
    }

    @Override
    public String name() {
        return root.getFileName().toString();
    }

    @Override
    public Replica replica() {
        return replica;
    }

    @Override
    public TreeEditor editor() {
        return editor;
    }

    @Override
    public SortedMap<RawPath, String> tree() throws IOException {
        return tree(root);
    }

    @Override
    public Collection<String> kept() throws IOException {
        Path versions = root.resolve(Replica.OWN).resolve("versions");
        return Files.exists(versions) ? tree(versions).values() : Set.of();
    }

    private static SortedMap<RawPath, String> tree(Path root) throws IOException {
        SortedMap<RawPath, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Path relative = root.relativize(path);
                if (!path.equals(root) && !relative.getName(0).toString().equals(Replica.OWN)) {
                    RawPath at = RawPath.of(".");
                    for (Path name : relative) {
                        at = at.child(RawName.of(name.toString()));
                    }
                    tree.put(at, describe(path));
                }
            }
        }
        return tree;
    }

    private static String describe(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path);
        }
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? DIRECTORY
                : new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    }

    @Override
    public long changes() {
        return changes;
    }

    @Override
    public void revive(RandomGenerator random) throws IOException {
        faults.end();
        replica.close();
        open();
    }
}
