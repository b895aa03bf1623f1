package dev.tandem.launcher;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The folders of one installation.
 *
 * @param home what the program came in: {@code app/} with its jars and features, perhaps {@code jre/} and {@code data/}
 * @param data everything it writes lies below
 */
public record Installation(Path home, Path data) {
    /** The system property that names {@link #home}; the start script sets it. */
    public static final String HOME = "tandem.home";
    /** The system property and the framework property that name {@link #data}. */
    public static final String DATA = "tandem.data";

    private static final String DATA_OPTION = "--data";

    /** Finds the folders: what the command line says goes before the properties, and these before the usual places. */
    public static Installation find(List<String> arguments, Properties properties) {
        String home = properties.getProperty(HOME);
        Path homeFolder = (home == null ? aboveThisJar() : Path.of(home)).toAbsolutePath().normalize();
        String data = dataOption(arguments);
        if (data == null) {
            data = properties.getProperty(DATA);
        }
        Path dataFolder = data == null ? usualData(homeFolder, properties) : Path.of(data);
        return new Installation(homeFolder, dataFolder.toAbsolutePath().normalize());
    }

    Path app() {
        return home.resolve("app");
    }

    /** The folder of the feature files. */
    public Path features() {
        return app().resolve("features");
    }

    /** The jar of a bundle: on the class path, or else where bundles lie that get class loaders of their own. */
    public Path jar(Coordinates coordinates) {
        Path library = libraryJar(coordinates);
        return Files.exists(library) ? library : app().resolve("repo").resolve(coordinates.path());
    }

    /** Where the jar of a bundle lies that is on the launcher's class path; there may be none. */
    Path libraryJar(Coordinates coordinates) {
        return app().resolve("lib").resolve(coordinates.fileName());
    }

    Path frameworkCache() {
        return data.resolve("cache").resolve("felix");
    }

    /** The bundles of the named features, each once, in the order of the features. */
    public List<Feature.Entry> bundles(List<String> featureNames) throws IOException {
        List<Feature.Entry> entries = new ArrayList<>();
        for (String name : featureNames) {
            for (Feature.Entry entry : Feature.read(features().resolve(name + ".json")).bundles()) {
                if (entries.stream().noneMatch(known -> known.coordinates().equals(entry.coordinates()))) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    private static String dataOption(List<String> arguments) {
        String value = null;
        for (int i = 0; i < arguments.size() && !arguments.get(i).equals("--"); i++) {
            if (arguments.get(i).equals(DATA_OPTION) && i + 1 < arguments.size()) {
                value = arguments.get(++i);
            } else if (arguments.get(i).startsWith(DATA_OPTION + "=")) {
                value = arguments.get(i).substring(DATA_OPTION.length() + 1);
            }
        }
        return value;
    }

    private static Path usualData(Path home, Properties properties) {
        Path portable = home.resolve("data");
        return Files.isDirectory(portable) && Files.isWritable(portable) ? portable
                : Path.of(properties.getProperty("user.home"), ".tandem");
    }

    private static Path aboveThisJar() {
        try {
            Path jar = Path.of(Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path home = jar.resolve("../..").normalize();
            if (!Files.isDirectory(home.resolve("app"))) {
                throw new IllegalStateException("Cannot tell where Tandem is installed: " + jar
                        + " does not lie in a folder 'app'. Start it with the script 'tandem'.");
            }
            return home;
        } catch (URISyntaxException broken) {
            throw new IllegalStateException("Cannot tell where Tandem is installed", broken);
        }
    }
}
