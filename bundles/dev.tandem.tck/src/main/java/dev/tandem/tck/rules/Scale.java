package dev.tandem.tck.rules;

/**
 * How much the proofs may cost.
 *
 * @param children entries of a large directory
 * @param large    bytes of a large object
 * @param threads  sessions that work at the same time
 * @param alone    whether nothing else happens in this process, so that its threads and open files tell what leaks
 * @param root     whether the ground is a whole location, so that its root can be tried
 */
public record Scale(int children, int large, int threads, boolean alone, boolean root) {
    /** For the test of a destination. */
    public static final Scale TEST = new Scale(10_000, 20 << 20, 8, true, true);

    /** For a scratch folder in somebody's destination. */
    public static final Scale TRIAL = new Scale(100, 9 << 20, 3, false, false);

    /** @throws IllegalArgumentException when there is too little to prove anything with */
    public Scale {
        if (children < 1 || large < 1 || threads < 2) {
            throw new IllegalArgumentException("a proof needs a child, a byte and two threads at least");
        }
    }

    /** Returns this scale with other large directories. */
    public Scale withChildren(int count) {
        return new Scale(count, large, threads, alone, root);
    }
}
