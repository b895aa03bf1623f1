package dev.tandem.plugins;

import java.time.Duration;

/**
 * Looks again and again in a thread of its own until it is closed. It asks, for not every file system tells of changes,
 * and a folder of few files costs nothing to list. A thread of the system costs a short command less than the first
 * virtual one.
 */
final class Watch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Watch.class.getName());

    private final Thread thread;

    /** Something to be done each time. */
    interface Look {
        void run() throws Exception;
    }

    Watch(Duration interval, Look look) {
        thread = Thread.ofPlatform().daemon().name("plugins").unstarted(() -> watch(interval, look));
        thread.start();
    }

    private static void watch(Duration interval, Look look) {
        String told = "";
        while (true) {
            try {
                Thread.sleep(interval);
                look.run();
                told = "";
            } catch (InterruptedException _) {
                return;
            } catch (Exception failure) {
                // What does not pass is told once.
                if (!told.equals(failure.toString())) {
                    LOG.log(System.Logger.Level.WARNING, "the folder of plugins cannot be looked at", failure);
                    told = failure.toString();
                }
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
