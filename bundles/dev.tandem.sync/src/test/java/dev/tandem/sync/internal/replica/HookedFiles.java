package dev.tandem.sync.internal.replica;

import dev.tandem.scan.LocalReader;
import dev.tandem.scan.LocalWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The local file system with somebody else at work just before chosen calls. Used by one thread. */
final class HookedFiles {
    /** Something done, or answered, in place of or before a call. */
    @FunctionalInterface
    interface Hook {
        /** Returns what the call shall answer; {@link #GO_ON} to let it happen. */
        Object before(Object[] arguments) throws Exception;
    }

    /** Work of somebody else. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    static final Object GO_ON = new Object();

    private record Planned(String call, Hook hook) { }

    private final Deque<Planned> once = new ArrayDeque<>();
    private final Deque<Planned> always = new ArrayDeque<>();

    /** Does some work before the next call of a method; works are done in the order they were planned. */
    void before(String call, Work work) {
        once.add(new Planned(call, arguments -> {
            work.run();
            return GO_ON;
        }));
    }

    /** Lets the next call of a method happen, to get at a later one. */
    void skip(String... calls) {
        for (String call : calls) {
            before(call, () -> { });
        }
    }

    /** Answers all calls of a method. */
    void answer(String call, Hook hook) {
        always.add(new Planned(call, hook));
    }

    /** From now on the system calls that change something die after {@code n} of them. */
    void killAfter(int n) {
        AtomicInteger left = new AtomicInteger(n);
        for (String call : List.of("createDirectory", "createFile", "createSymlink", "rename", "renameNew", "exchange",
                "delete", "deleteDirectory", "setMetadata")) {
            always.addFirst(new Planned(call, arguments -> {
                if (left.getAndDecrement() <= 0) {
                    throw new Killed(call);
                }
                return GO_ON;
            }));
        }
    }

    /** Nothing is answered any more. */
    void forget() {
        once.clear();
        always.clear();
    }

    /** Tells whether all planned work was done. */
    boolean isDone() {
        return once.isEmpty();
    }

    LocalReader around(LocalReader reader) {
        return around(LocalReader.class, reader);
    }

    LocalWriter around(LocalWriter writer) {
        return around(LocalWriter.class, writer);
    }

    private <T> T around(Class<T> type, T real) {
        return proxy(type, real, this::answer);
    }

    /** Returns something that is like {@code real}, and writes down which of its methods are called. */
    static <T> T recording(Class<T> type, T real, List<String> calls) {
        return proxy(type, real, (call, arguments) -> {
            calls.add(call);
            return GO_ON;
        });
    }

    /** What is done before each call. */
    @FunctionalInterface
    private interface Before {
        Object call(String name, Object[] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, T real, Before before) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> {
                    Object answer = before.call(method.getName(), arguments);
                    if (answer != GO_ON) {
                        return answer;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }

    private Object answer(String call, Object[] arguments) throws Exception {
        if (!once.isEmpty() && once.peek().call().equals(call)) {
            return once.poll().hook().before(arguments);
        }
        for (Planned planned : always) {
            Object answer = planned.call().equals(call) ? planned.hook().before(arguments) : GO_ON;
            if (answer != GO_ON) {
                return answer;
            }
        }
        return GO_ON;
    }
}
