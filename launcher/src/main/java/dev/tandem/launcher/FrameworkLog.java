package dev.tandem.launcher;

import org.apache.felix.framework.Logger;

/** Hands the framework's own log to the platform's logging, wherever that is kept. */
final class FrameworkLog extends Logger {
    FrameworkLog() {
        setLogLevel(LOG_WARNING);
    }

    @Override
    protected void doLog(int level, String message, Throwable thrown) {
        // Looked up only now: to set logging up costs more than a warm start can spare, and there is rarely a message.
        System.getLogger("dev.tandem.framework").log(
                level == LOG_ERROR ? System.Logger.Level.ERROR : System.Logger.Level.WARNING, message, thrown);
    }
}
