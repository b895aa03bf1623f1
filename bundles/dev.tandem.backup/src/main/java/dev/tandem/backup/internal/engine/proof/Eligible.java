package dev.tandem.backup.internal.engine.proof;

import dev.tandem.backup.Node;
import dev.tandem.backup.internal.store.Identity;

/**
 * What can be restored beside.
 *
 * @param privileged whether this process may make devices, give files to others, and set every attribute
 */
record Eligible(boolean privileged) {
    static Eligible current() {
        Identity me = Identity.current();
        // Where users have no numbers, as everywhere but on Linux, they have no process space either.
        return new Eligible(me.uid() == 0 && !me.space().isEmpty());
    }

    /** Tells whether an entry that is no directory can be. */
    boolean test(Node node) {
        return switch (node.type()) {
            case FILE, SYMLINK, FIFO -> true;
            case BLOCK_DEVICE, CHARACTER_DEVICE -> privileged;
            case DIRECTORY, SOCKET, IRREGULAR -> false;
        };
    }
}
