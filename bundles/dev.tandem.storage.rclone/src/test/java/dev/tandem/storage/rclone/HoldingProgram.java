package dev.tandem.storage.rclone;

import dev.tandem.storage.Location;
import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.SessionContext;
import java.nio.file.Path;

/** A program that opens a session and keeps it open, for a test that kills it. */
final class HoldingProgram {
    private HoldingProgram() { }

    public static void main(String[] args) throws Exception {
        try (var session = new RcloneProvider().open(new Location("rclone", ":memory:held"),
                SessionContext.of(Storages.Mode.CREATE, Path.of(args[0])))) {
            System.out.println("open " + session.capabilities().size());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
