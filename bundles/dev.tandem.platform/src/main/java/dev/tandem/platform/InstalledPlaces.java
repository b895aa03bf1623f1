package dev.tandem.platform;

import dev.tandem.environment.Places;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The folders below the one the launcher chose. */
@Component
public final class InstalledPlaces implements Places {
    /** Framework property: the folder everything is written to. Default: {@code .tandem} in the user's home. */
    static final String DATA = "tandem.data";
    /** Framework property: the folder of the program. A portable one holds the data folder too. */
    static final String HOME = "tandem.home";
    /** Framework property: the product's version. Default: this bundle's. */
    static final String VERSION = "tandem.version";

    private final Path data;
    private final Path plugins;
    private final String version;

    /** Activated by the component runtime. */
    @Activate
    public InstalledPlaces(BundleContext framework) {
        this(dataFolder(framework.getProperty(DATA)), framework.getProperty(HOME), version(framework));
    }

    InstalledPlaces(Path data, String home, String version) {
        this.data = data;
        this.plugins = pluginFolder(home, data);
        this.version = version;
    }

    /** Returns the data folder without making it. */
    Path location() {
        return data;
    }

    private static Path dataFolder(String configured) {
        return configured == null || configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".tandem")
                : Path.of(configured).toAbsolutePath().normalize();
    }

    /** Beside the data of a portable folder, where a person finds it; else below the data. */
    private static Path pluginFolder(String home, Path data) {
        boolean portable = home != null && data.equals(Path.of(home).resolve("data"));
        return (portable ? Path.of(home) : data).resolve("plugins");
    }

    private static String version(BundleContext framework) {
        String configured = framework.getProperty(VERSION);
        if (configured != null && !configured.isEmpty()) {
            return configured;
        }
        Version own = framework.getBundle().getVersion();
        return own.getMajor() + "." + own.getMinor() + "." + own.getMicro();
    }

    @Override
    public Path data() {
        return made(data);
    }

    @Override
    public Path config() {
        return made(data.resolve("config"));
    }

    @Override
    public Path catalog() {
        return made(data.resolve("catalog"));
    }

    @Override
    public Path secrets() {
        Path secrets = made(data.resolve("secrets"));
        try {
            OwnerOnly.tighten(secrets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return secrets;
    }

    @Override
    public Path logs() {
        return made(data.resolve("logs"));
    }

    @Override
    public Path cache() {
        return made(data.resolve("cache"));
    }

    @Override
    public Path defaultRepository() {
        return data().resolve("repository");
    }

    @Override
    public Path plugins() {
        return plugins;
    }

    @Override
    public String productVersion() {
        return version;
    }

    private static Path made(Path folder) {
        try {
            OwnerOnly.makeFolder(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder
                    + "; choose another data folder with --data", e);
        }
    }
}
