package dev.tandem.sync.internal.version;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.util.Optional;

/**
 * What a run does, written down before it is done, so that an interrupted run can be put right and a finished one taken
 * back. Thread-safe; an entry is on its way to the disk when its method returns and there after {@link #flush}.
 */
public interface RunLog extends AutoCloseable {
    /** Returns the name of the run, also that of the folder its versions go to. */
    String run();

    /** Returns where what is put aside at {@code path} goes, relative to the root of its side. */
    RawPath keep(RawPath path);

    /** Writes down what is about to be done. */
    void write(Event event) throws IOException;

    /** Returns when all written so far survives a power failure. */
    void flush() throws IOException;

    /** Marks the run as finished: nothing of it is to be put right. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;

    /** Something a run is about to do. */
    sealed interface Event {
        /** Returns the side it is done on. */
        Side on();

        /** Returns the path that is changed, as its side spells it. */
        RawPath path();
    }

    /**
     * A file or link comes to a place.
     *
     * @param before what was there, put aside to {@link RunLog#keep}; {@link Item#ABSENT} for nothing
     * @param after  what is there then, as far as it is known beforehand: kind, size, content, time of modification
     */
    record Placed(Side on, RawPath path, Item before, Item.Present after, Optional<Base> base) implements Event { }

    /**
     * A file or link is put aside to {@link RunLog#keep}; or an empty directory is removed.
     *
     * @param room whether something of another type is to come there, or above: it is no deletion
     */
    record Removed(Side on, RawPath path, Item.Present before, Optional<Base> base, boolean room) implements Event { }

    /** A directory is made. */
    record Made(Side on, RawPath path) implements Event { }

    /**
     * Something is moved.
     *
     * @param rebases whether the other side has done so already, so that the base moves along
     */
    record Moved(Side on, RawPath from, RawPath path, Item.Present moved, boolean rebases) implements Event { }

    /**
     * Something gets other attributes.
     *
     * @param wanted what counts of it by the rules is set
     */
    record Changed(Side on, RawPath path, Item.Present before, Attributes wanted, Optional<Base> base)
            implements Event { }

    /** What was written down last for this path was not done after all, as somebody had changed it. */
    record Dropped(Side on, RawPath path) implements Event { }
}
