package dev.tandem.sync.internal.apply;

import dev.tandem.sync.internal.replica.Replica;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Does something before, or after, the call with some number to any of the things it was put around. */
final class Interference {
    /** What is done. */
    interface Deed {
        void run() throws Exception;
    }

    private final Set<Class<?>> spared = new HashSet<>();
    private final AtomicLong calls = new AtomicLong();
    private final long at;
    private final String name;
    private final boolean after;
    private final Deed deed;

    /** At the call with a number. */
    Interference(long at, boolean after, Deed deed) {
        this("", at, after, deed);
    }

    /** Before the first call of a method. */
    Interference(String name, Deed deed) {
        this(name, 0, false, deed);
    }

    /** One that does nothing but count. */
    Interference() {
        this("", -1, false, () -> { });
    }

    /** Before the first call of a method, but of a side's. */
    static Interference ofWhatIsRemembered(String name, Deed deed) {
        Interference interference = new Interference(name, deed);
        interference.spared.add(Replica.class);
        return interference;
    }

    private Interference(String name, long at, boolean after, Deed deed) {
        this.name = name;
        this.at = at;
        this.after = after;
        this.deed = deed;
    }

    long calls() {
        return calls.get();
    }

    <T> T around(Class<T> type, T real) {
        return around(type, real, "");
    }

    /** Leaves the calls of one method out. */
    <T> T around(Class<T> type, T real, String without) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
            if (method.getName().equals(without)) {
                return null;
            }
            boolean counts = !spared.contains(type) && (name.isEmpty() || name.equals(method.getName()));
            boolean now = counts && calls.getAndIncrement() == at;
            if (now && !after) {
                deed.run();
            }
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                if (now && after) {
                    deed.run();
                }
            }
        }));
    }
}
