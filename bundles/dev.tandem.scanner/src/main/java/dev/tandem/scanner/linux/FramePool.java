package dev.tandem.scanner.linux;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Frames that wait for their next use. Not a thread local: there may be far more (virtual) threads than calls under
 * way. Frames beyond those kept are left to the garbage collector.
 */
final class FramePool {
    private static final int KEPT = 32;

    private final AtomicReferenceArray<Frame> idle = new AtomicReferenceArray<>(KEPT);

    Frame take() {
        int home = home();
        for (int i = 0; i < KEPT; i++) {
            int slot = (home + i) % KEPT;
            if (idle.getPlain(slot) != null) {
                Frame frame = idle.getAndSet(slot, null);
                if (frame != null) {
                    return frame;
                }
            }
        }
        return new Frame(this);
    }

    void give(Frame frame) {
        int home = home();
        for (int i = 0; i < KEPT; i++) {
            int slot = (home + i) % KEPT;
            if (idle.getPlain(slot) == null && idle.compareAndSet(slot, null, frame)) {
                return;
            }
        }
    }

    private static int home() {
        return (int) (Thread.currentThread().threadId() % KEPT);
    }
}
