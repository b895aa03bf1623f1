package dev.tandem.sync.internal.replica;

import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWriter.TargetFile;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** A file or link in a temporary place. Used by one thread. */
final class LocalStaged implements Replica.Staged {
    private static final Logger LOG = System.getLogger(LocalStaged.class.getName());

    private final RawPath place;
    private final Optional<TargetFile> file;
    private final boolean forced;
    private final Finish finish;
    private final Removal removal;
    private List<ExtendedAttribute> extended = List.of();
    private long size;
    private Item.Present finished;
    private boolean placed;

    /** Gives attributes to what is complete; returns what it is then. */
    @FunctionalInterface
    interface Finish {
        Item.Present with(Attributes attributes, List<ExtendedAttribute> extended) throws IOException;
    }

    /** Deletes what is at a path. */
    @FunctionalInterface
    interface Removal {
        void of(RawPath path) throws IOException;
    }

    /**
     * @param file   empty for a link
     * @param forced whether its content is on the disk when it is finished, and not only when the side is flushed
     */
    LocalStaged(RawPath place, Optional<TargetFile> file, boolean forced, Finish finish, Removal removal) {
        this.place = place;
        this.file = file;
        this.forced = forced;
        this.finish = finish;
        this.removal = removal;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        TargetFile target = file.orElseThrow(() -> new IllegalStateException("a link has no content"));
        target.write(buffer, offset, length, size);
        size += length;
    }

    @Override
    public void setExtended(List<ExtendedAttribute> attributes) {
        extended = attributes;
    }

    @Override
    public void finish(Attributes attributes) throws IOException {
        if (file.isPresent()) {
            if (forced) {
                file.get().force();
            }
            file.get().close();
        }
        finished = finish.with(attributes, extended);
    }

    RawPath place() {
        return place;
    }

    /** Returns what it is, complete. */
    Item.Present finished() {
        if (finished == null || placed) {
            throw new IllegalStateException(place + " is not finished, or is placed already");
        }
        return finished;
    }

    /** Notes that it is in the tree now. */
    void placed() {
        placed = true;
    }

    @Override
    public void close() {
        try {
            if (file.isPresent()) {
                file.get().close();
            }
            if (!placed) {
                removal.of(place);
            }
        } catch (NoSuchFileException gone) {
            placed = true;
        } catch (FileSystemException stays) {
            // It is removed with all that is temporary, at the end or when the next run begins.
            LOG.log(Level.DEBUG, "stays for now: " + place, stays);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
