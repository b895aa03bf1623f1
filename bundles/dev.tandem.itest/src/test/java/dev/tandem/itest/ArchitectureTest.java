package dev.tandem.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.launcher.Feature;
import dev.tandem.launcher.Installation;
import dev.tandem.launcher.Main;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The rules hold in what was built. */
class ArchitectureTest {
    private static final int LINES_AT_MOST = 600;
    /** Programs for the developer, which lie among the bundles and are none. */
    private static final Set<String> NO_BUNDLES = Set.of("dev.tandem.itest", "dev.tandem.bench");

    private static List<BundleJar> builtBundles() throws IOException {
        List<BundleJar> jars = new ArrayList<>();
        for (Path bundle : Checkout.bundles()) {
            String name = bundle.getFileName().toString();
            if (!NO_BUNDLES.contains(name)) {
                for (Path jar : Checkout.jars(bundle)) {
                    jars.add(BundleJar.read(name, jar));
                }
            }
        }
        return jars;
    }

    private static Set<String> exportsOf(String name, List<BundleJar> jars) {
        return jars.stream().filter(jar -> jar.name().equals(name)).findFirst()
                .map(jar -> jar.exports().keySet()).orElse(Collections.emptySet());
    }

    @Test
    void bundlesKeepToWhoMayImportWhom() throws IOException {
        List<BundleJar> jars = builtBundles();
        ArchitectureRules rules = new ArchitectureRules(
                exportsOf("dev.tandem.api", jars), exportsOf("dev.tandem.ui.api", jars));
        assertFalse(rules.api().isEmpty());
        assertEquals(List.of(), jars.stream().flatMap(jar -> rules.broken(jar).stream()).toList());
    }

    @Test
    void everyBundleOfTheProductWasLookedAt() throws IOException {
        List<String> seen = builtBundles().stream().map(BundleJar::name).toList();
        Installation installation = new Installation(Checkout.product(), Checkout.product());
        for (Feature.Entry entry : installation.bundles(Main.FEATURES)) {
            if (entry.coordinates().group().equals("dev.tandem")) {
                assertTrue(seen.contains(entry.coordinates().artifact()), entry.toString());
            }
        }
    }

    @Test
    void theLauncherUsesNoBundle() throws IOException {
        Set<String> used = new TreeSet<>();
        try (JarFile jar = new JarFile(Checkout.launcherJar().toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().endsWith(".class")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        used.addAll(classesNamedIn(in.readAllBytes()));
                    }
                }
            }
        }
        assertTrue(used.contains("dev/tandem/launcher/Main"), "the launcher's own classes must be seen");
        assertEquals(List.of(), used.stream()
                .filter(name -> name.startsWith("dev/tandem/") && !name.startsWith("dev/tandem/launcher/")).toList());
    }

    private static Set<String> classesNamedIn(byte[] classFile) {
        Set<String> names = new TreeSet<>();
        ClassFile.of().parse(classFile).constantPool().forEach(entry -> {
            if (entry instanceof ClassEntry named) {
                names.add(named.asInternalName());
            }
        });
        return names;
    }

    @Test
    void noSourceFileIsLongerThanTheLimit() throws IOException {
        List<Path> modules = new ArrayList<>(Checkout.bundles());
        modules.add(Checkout.launcher());
        List<String> tooLong = new ArrayList<>();
        int seen = 0;
        for (Path module : modules) {
            for (Path source : Checkout.sources(module)) {
                seen++;
                if (isTooLong(Files.readAllLines(source))) {
                    tooLong.add(source.toString());
                }
            }
        }
        assertTrue(seen > 0, "no source was found");
        assertEquals(List.of(), tooLong);
    }

    @Test
    void aFileOfOneLineTooManyIsTooLong() {
        assertFalse(isTooLong(Collections.nCopies(LINES_AT_MOST, "")));
        assertTrue(isTooLong(Collections.nCopies(LINES_AT_MOST + 1, "")));
    }

    private static boolean isTooLong(List<String> lines) {
        return lines.size() > LINES_AT_MOST;
    }
}
