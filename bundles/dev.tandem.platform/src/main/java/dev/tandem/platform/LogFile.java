package dev.tandem.platform;

import dev.tandem.environment.Places;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Sends the log to {@code tandem-0.log} in the log folder. Immediate, because it must come before the first record; yet
 * it only leaves a configuration for java.util.logging and touches no class of it: loading that takes 20 ms, which the
 * many short commands that log nothing never pay.
 */
@Component(immediate = true, service = {})
public final class LogFile {
    private static final String CONFIGURATION = "java.util.logging.config.file";
    private static final String CONFIGURED = """
            # Written by Tandem; to configure the log yourself, start with -Djava.util.logging.config.file=FILE
            .level=INFO
            handlers=java.util.logging.FileHandler
            java.util.logging.FileHandler.pattern=FOLDER/tandem-%g.log
            java.util.logging.FileHandler.append=true
            java.util.logging.FileHandler.limit=1048576
            java.util.logging.FileHandler.count=3
            java.util.logging.FileHandler.encoding=UTF-8
            java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
            java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n
            """;
    private static final String CONFIGURATION_CLASS = "java.util.logging.config.class";

    /** System property: {@code true} logs each call to a storage. */
    private static final String TRACE = "tandem.trace";
    private static final String TRACED = "dev.tandem.storage.internal.TracedSession.level=FINE\n";

    /** Activated by the component runtime. */
    @Activate
    public LogFile(@Reference Places places) {
        if (System.getProperty(CONFIGURATION) != null || System.getProperty(CONFIGURATION_CLASS) != null) {
            // Somebody who looks for a fault has asked for a log of his own.
            return;
        }
        try {
            System.setProperty(CONFIGURATION, configure(places.cache(), places.logs(), Boolean.getBoolean(TRACE)).toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set up the log", e);
        }
    }

    /** Returns the file with the configuration, written where it is not there or the folder was moved. */
    static Path configure(Path cache, Path logs, boolean traced) throws IOException {
        Path file = cache.resolve("logging.properties");
        String wanted = configuration(logs) + (traced ? TRACED : "");
        if (!wanted.equals(textOf(file))) {
            replace(file, wanted);
        }
        return file;
    }

    /** Several processes may do this at once on a fresh data folder; each must read a whole file. */
    private static void replace(Path file, String text) throws IOException {
        Path unfinished = Files.createTempFile(file.getParent(), "logging", ".tmp");
        Files.writeString(unfinished, text, StandardCharsets.ISO_8859_1);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String textOf(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static String configuration(Path logs) {
        // The handler takes a percent sign for a placeholder, and a slash for the separator of any system.
        String folder = logs.toString().replace('\\', '/').replace("%", "%%");
        // Not by a Formatter, whose loading would cost more than all the rest of this.
        return CONFIGURED.replace("FOLDER", escaped(folder));
    }

    /** Property files are Latin-1, with escapes for the rest. */
    private static String escaped(String value) {
        var text = new StringBuilder();
        for (char c : value.toCharArray()) {
            if (c >= 0x20 && c <= 0x7e) {
                text.append(c);
            } else {
                text.append("\\u").append(Integer.toHexString(0x10000 + c), 1, 5);
            }
        }
        return text.toString();
    }
}
