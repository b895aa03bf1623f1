package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.internal.model.Attributes;
import dev.tandem.sync.internal.model.Base;
import dev.tandem.sync.internal.model.Item;

/**
 * One thing to be done. Paths are relative, spelled as the side they are about spells them once all steps before are
 * done. What was observed is named with each step, so that it can be made sure of at the last moment.
 */
public sealed interface Step {
    /** Returns the path that is different afterwards. */
    RawPath path();

    /** A step that changes a side. What both have at its path afterwards becomes the base, where that is equal. */
    sealed interface Change extends Step {
        /** Returns the side that is changed. */
        Side on();

        /** Returns why, for a person. */
        String reason();
    }

    /**
     * A directory, file or link gets another path on its side, with all that is in it.
     *
     * @param moved   what is moved, as observed
     * @param rebases whether the other side has done so already: once this is done the base moves along, from the key
     *                of {@code from} to the key of {@code path}, with all below
     */
    record Move(Side on, RawPath from, RawPath path, Item.Present moved, boolean rebases, String reason)
            implements Change { }

    /**
     * A directory is made.
     *
     * @param source its path on the other side
     * @param like   what the other side has
     */
    record MakeDirectory(Side on, RawPath path, RawPath source, Item.DirectoryItem like, String reason)
            implements Change { }

    /**
     * A file or a link of the other side comes here, in place of a file or link or of nothing.
     *
     * @param source   its path on the other side
     * @param content  a {@link Item.FileItem} or {@link Item.LinkItem}, as observed there
     * @param expected what is here: {@link Item#ABSENT}, a file or a link
     * @param wanted   what counts of it by the rules is set here: that of the content, but what only this side changed
     */
    record Copy(Side on, RawPath path, RawPath source, Item.Present content, Item expected, Attributes wanted,
            String reason) implements Change {
        /** A copy that has the attributes of its source. */
        public Copy(Side on, RawPath path, RawPath source, Item.Present content, Item expected, String reason) {
            this(on, path, source, content, expected, content.attributes(), reason);
        }
    }

    /**
     * An item gets attributes; its content stays.
     *
     * @param expected what is here
     * @param wanted   what counts of it by the rules is set
     */
    record SetAttributes(Side on, RawPath path, Item.Present expected, Attributes wanted, String reason)
            implements Change { }

    /** A file, a link, or a directory that is empty by then is removed. */
    record Delete(Side on, RawPath path, Item.Present expected, String reason) implements Change { }

    /** Both sides are equal: that becomes the base. The path is that of the left side. */
    record Adopt(RawPath path, Base base) implements Step { }

    /** The base forgets a path and all below. */
    record Forget(RawPath path) implements Step { }
}
