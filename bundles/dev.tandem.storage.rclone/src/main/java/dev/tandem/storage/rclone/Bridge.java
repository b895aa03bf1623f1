package dev.tandem.storage.rclone;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.http.Purpose;

/** The rclone that sessions share: started when it is first needed, and again when it died. Thread-safe. */
final class Bridge implements AutoCloseable {
    private static final int OLDEST_MINOR = 60;
    private static final Remote NO_REMOTE = new Remote(":");

    private final Launch launch;
    private final Spool spool = new Spool();
    private RemoteControl control;
    private boolean closed;

    Bridge(Launch launch) {
        this.launch = launch;
    }

    /** Returns the rclone that runs. */
    synchronized RemoteControl control() throws StorageException {
        if (closed) {
            throw new StorageException(StorageException.Kind.FAILED, "the storage is closed");
        }
        if (control != null && !control.alive()) {
            stop();
        }
        if (control == null) {
            control = start();
        }
        return control;
    }

    private RemoteControl start() throws StorageException {
        RemoteControl started = new RemoteControl(Daemon.start(launch));
        boolean fit = false;
        try {
            refuseIfOld(started.call("core/version", new JsonObject(), NO_REMOTE,
                    new Purpose("ask for the version of", launch.toString())));
            fit = true;
            return started;
        } finally {
            if (!fit) {
                started.close();
            }
        }
    }

    private static void refuseIfOld(JsonObject version) throws StorageException {
        boolean known = version.get("decomposed") instanceof JsonArray numbers && numbers.size() > 1
                && (numbers.get(0).getAsInt() > 1 || numbers.get(1).getAsInt() >= OLDEST_MINOR);
        if (!known) {
            throw Failures.tooOld(String.valueOf(version.get("version")));
        }
    }

    /** Returns where uploads wait. */
    Spool spool() {
        return spool;
    }

    private void stop() {
        control.close();
        control = null;
    }

    /** Ends rclone, for good. */
    @Override
    public synchronized void close() {
        closed = true;
        if (control != null) {
            stop();
        }
        spool.close();
    }
}
