package dev.tandem.storage.rclone;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.spi.ProviderSetting;
import dev.tandem.storage.spi.SessionContext;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which rclone is started, and with which configuration. Sessions of equal ones share a process.
 *
 * @param program   rclone's file
 * @param variables what its environment says about the configuration; may hold a password
 */
record Launch(Path program, Map<String, String> variables) {
    static final String CONFIG = "RCLONE_CONFIG";
    static final String CONFIG_PASSWORD = "RCLONE_CONFIG_PASS";

    private static final String PROGRAM = "program";
    private static final String FILE = "config";
    private static final String PASSWORD = "config-password";

    static final List<ProviderSetting> SETTINGS = List.of(
            ProviderSetting.open(PROGRAM, "rclone's program, 1.60 or newer; the one on the PATH by default"),
            ProviderSetting.open(FILE, "rclone's configuration; " + CONFIG + " or rclone's own place by default"),
            ProviderSetting.secret(PASSWORD, "what rclone's configuration is encrypted with, where it is; "
                    + CONFIG_PASSWORD + " by default"));

    /** Returns what a destination and its environment say. */
    static Launch of(SessionContext context) throws StorageException {
        Map<String, String> variables = new HashMap<>();
        context.setting(FILE).or(() -> context.environment(CONFIG)).ifPresent(file -> variables.put(CONFIG, file));
        secretOf(context).or(() -> context.environment(CONFIG_PASSWORD))
                .ifPresent(password -> variables.put(CONFIG_PASSWORD, password));
        String program = context.setting(PROGRAM).orElse("rclone");
        return new Launch(find(program, context.environment("PATH").orElse("")), Map.copyOf(variables));
    }

    /** A process takes its environment as strings only, so that there is no use in keeping this one out of them. */
    private static Optional<String> secretOf(SessionContext context) throws StorageException {
        return context.secret(PASSWORD).map(password -> {
            String text = new String(password);
            Arrays.fill(password, '\0');
            return text;
        });
    }

    private static Path find(String program, String searched) throws StorageException {
        boolean named = Path.of(program).getNameCount() > 1 || Path.of(program).isAbsolute();
        Stream<Path> places = named ? Stream.of(Path.of(program).toAbsolutePath())
                : Stream.of(searched.split(File.pathSeparator)).filter(folder -> !folder.isEmpty())
                        .flatMap(folder -> Stream.of(Path.of(folder, program), Path.of(folder, program + ".exe")));
        return places.filter(file -> Files.isRegularFile(file) && Files.isExecutable(file)).findFirst()
                .orElseThrow(() -> new StorageException(Kind.UNSUPPORTED, "there is no program '" + program + "'"
                        + (named ? "" : " on the PATH") + "; install rclone 1.60 or newer (your system's package 'rclone',"
                        + " or rclone.org/install), or name its file in the setting '" + PROGRAM + "'"));
    }

    /** Without the variables: one is a password. */
    @Override
    public String toString() {
        return program.toString();
    }
}
