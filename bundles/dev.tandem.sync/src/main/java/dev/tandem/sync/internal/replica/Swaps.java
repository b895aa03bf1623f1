package dev.tandem.sync.internal.replica;

import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWriter;
import dev.tandem.sync.internal.model.Item;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/**
 * Renames that lose nothing, whoever else changes the same paths: what comes out of a place is looked at afterwards, and
 * put back where it is not what was expected. All paths of one call are on one file system. Thread-safe.
 */
final class Swaps {
    private final LocalWriter writer;
    private final Glance glance;
    private final Stamps stamps;

    /** Looks at an absolute path; {@link Item#ABSENT} where nothing is. */
    @FunctionalInterface
    interface Glance {
        Item at(RawPath path) throws IOException;
    }

    Swaps(LocalWriter writer, Glance glance, Stamps stamps) {
        this.writer = writer;
        this.glance = glance;
        this.stamps = stamps;
    }

    /** Renames to where nothing is. */
    void put(RawPath from, RawPath target) throws IOException {
        try {
            writer.renameNew(from, target);
        } catch (FileAlreadyExistsException taken) {
            throw new ChangedException(target + " appeared meanwhile; it was left as it is");
        }
    }

    /**
     * Puts something in the place of something else, atomically where the file system can.
     *
     * @param next     what comes, as it is at {@code from}
     * @param expected what is at {@code target}
     * @param aside    where that goes; nothing is there
     */
    void replace(RawPath from, Item.Present next, RawPath target, Item.Present expected, RawPath aside)
            throws IOException {
        // What is exchanged for it lies where it shall be kept, so there is no moment at which it lies anywhere else.
        writer.renameNew(from, aside);
        boolean swapped;
        try {
            swapped = writer.exchange(aside, target);
        } catch (NoSuchFileException gone) {
            writer.renameNew(aside, from);
            throw changed(target);
        } catch (IOException failed) {
            writer.renameNew(aside, from);
            throw failed;
        }
        if (!swapped) {
            writer.renameNew(aside, from);
            replaceStepwise(from, target, expected, aside);
        } else if (!isThere(aside, expected)) {
            swapBack(from, next, target, aside);
            throw changed(target);
        }
    }

    /**
     * Puts back what came out, and what went in to where it came from. As long as something comes out that was not put in,
     * somebody was faster again, and the latest is put back.
     */
    private void swapBack(RawPath from, Item.Present next, RawPath target, RawPath aside) throws IOException {
        Item in = next;
        Item out = glance.at(aside);
        boolean settled = false;
        while (!settled) {
            try {
                writer.exchange(aside, target);
            } catch (NoSuchFileException deleted) {
                writer.renameNew(aside, target);
                return;
            }
            Item now = glance.at(aside);
            settled = stamps.sameButRenamed(in, now);
            if (!settled) {
                in = out;
                out = now;
            }
        }
        if (in != next) {
            throw new ChangedException(target + " was changed twice meanwhile; the version before is " + aside);
        }
        writer.renameNew(aside, from);
    }

    /** For file systems that cannot exchange: for a moment nothing is at {@code target}. */
    private void replaceStepwise(RawPath from, RawPath target, Item.Present expected, RawPath aside)
            throws IOException {
        putAside(target, expected, aside);
        try {
            writer.renameNew(from, target);
        } catch (FileAlreadyExistsException taken) {
            throw new ChangedException(target + " was replaced meanwhile; what was there before is " + aside);
        } catch (IOException failed) {
            writer.renameNew(aside, target);
            throw failed;
        }
    }

    /** Renames something to where nothing is, if it is what is expected. */
    void putAside(RawPath target, Item.Present expected, RawPath aside) throws IOException {
        try {
            writer.renameNew(target, aside);
        } catch (NoSuchFileException gone) {
            throw changed(target);
        }
        if (!isThere(aside, expected)) {
            try {
                writer.renameNew(aside, target);
            } catch (FileAlreadyExistsException taken) {
                throw new ChangedException(target + " was changed twice meanwhile; the version before is " + aside);
            }
            throw changed(target);
        }
    }

    private boolean isThere(RawPath path, Item.Present expected) throws IOException {
        return stamps.sameButRenamed(expected, glance.at(path));
    }

    static ChangedException changed(RawPath path) {
        return new ChangedException(path + " was changed meanwhile; it was left as it is");
    }
}
