package dev.tandem.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folders of the checkout that was built just now. */
final class Checkout {
    private static final Path ROOT = Path.of(System.getProperty("tandem.checkout", "../..")).toAbsolutePath()
            .normalize();

    private Checkout() { }

    /** The assembled product. */
    static Path product() {
        Path product = ROOT.resolve("launcher/target/tandem");
        if (!Files.exists(product.resolve("app/launcher.jar"))) {
            throw new IllegalStateException("There is no product at " + product + "; build it with 'mvn package'");
        }
        return product;
    }

    static Path launcherJar() {
        return product().resolve("app/launcher.jar");
    }

    static Path launcher() {
        return ROOT.resolve("launcher");
    }

    /** The folders of all bundles. */
    static List<Path> bundles() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT.resolve("bundles"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).sorted().toList();
        }
    }

    /** The jars built in a bundle's folder, but for jars of sources and the like. */
    static List<Path> jars(Path bundle) throws IOException {
        Path target = bundle.resolve("target");
        if (!Files.isDirectory(target)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString()
                    .matches(bundle.getFileName().toString().replace(".", "\\.") + "-\\d[\\d.]*(-SNAPSHOT)?\\.jar"))
                    .toList();
        }
    }

    /** The Java sources below a module's folder. */
    static List<Path> sources(Path module) throws IOException {
        Path src = module.resolve("src");
        if (!Files.isDirectory(src)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(src)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
