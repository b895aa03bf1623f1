package dev.tandem.storage.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Waits for nothing and remembers for how long it was asked to. */
final class RecordingSleeper implements Backoff.Sleeper {
    final List<Duration> pauses = new ArrayList<>();

    @Override
    public void sleep(Duration time, String why) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pauses.add(time);
    }

    Backoff backoff() {
        return new Backoff(5, Duration.ofMillis(100), Duration.ofMillis(350), Duration.ofSeconds(60), this,
                new Random(7));
    }
}
