package dev.tandem.platform;

import java.nio.file.Path;

/** A program that logs, for a test of what becomes of it. */
final class LogWriter {
    private LogWriter() { }

    public static void main(String[] args) {
        new LogFile(new InstalledPlaces(Path.of(args[0]), null, "1"));
        for (int i = 1; i < args.length; i++) {
            System.getLogger("test").log(System.Logger.Level.INFO, args[i]);
            System.getLogger("test").log(System.Logger.Level.DEBUG, "not this");
        }
    }
}
