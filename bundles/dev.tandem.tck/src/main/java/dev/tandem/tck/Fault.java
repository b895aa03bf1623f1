package dev.tandem.tck;

import dev.tandem.storage.StorageException;
import java.time.Duration;

/** What {@link FaultyStorage} does to a call. */
public sealed interface Fault {
    /** The call fails and has no effect. */
    record Failure(StorageException error) implements Fault { }

    /** The call takes effect, then fails: the answer of the storage is lost. A read or a list fails at its start. */
    record LostAnswer(StorageException error) implements Fault { }

    /**
     * A read yields {@code bytes} bytes and then fails, a list tells of that many entries and then fails, a write fails
     * after it has read that many bytes. Other calls fail at once.
     */
    record Broken(long bytes, StorageException error) implements Fault { }

    /** A lie: a read ends early, a write stores only the first {@code bytes} bytes, and nobody is told. */
    record Truncated(long bytes) implements Fault { }

    /** A lie: one bit of what is read or stored is flipped, at a place the seed decides. */
    record Corrupted() implements Fault { }

    /** The call waits, then does its work. */
    record Delay(Duration time) implements Fault { }
}
