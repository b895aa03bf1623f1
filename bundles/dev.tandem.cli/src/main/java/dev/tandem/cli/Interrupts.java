package dev.tandem.cli;

import dev.tandem.command.ExitCode;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the person asked to stop. The first Ctrl-C (or {@code kill}) asks for an orderly end, the second one ends the
 * process at once.
 */
final class Interrupts implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Interrupts.class.getName());

    /** Ends the process without an orderly end. */
    interface Ending {
        void end(int exitCode);
    }

    private final AtomicBoolean requested = new AtomicBoolean();
    private final Runnable onFirst;
    private final Ending halt;
    private final List<Runnable> restore = new ArrayList<>();

    /**
     * @param onFirst tells the person that the first request was heard
     * @param halt    ends the process
     */
    Interrupts(Runnable onFirst, Ending halt) {
        this.onFirst = onFirst;
        this.halt = halt;
    }

    /** Returns one that listens to the signals of this process until it is closed. */
    static Interrupts ofProcess(Runnable onFirst) {
        Interrupts interrupts = new Interrupts(onFirst, Runtime.getRuntime()::halt);
        interrupts.handle("INT", interrupts::request);
        interrupts.handle("TERM", interrupts::request);
        // restic finds out with this signal whether the owner of a lock is alive; without a handler it would kill us.
        interrupts.handle("HUP", () -> { });
        return interrupts;
    }

    /** Asks for an end. */
    void request() {
        if (requested.getAndSet(true)) {
            halt.end(ExitCode.INTERRUPTED);
        } else {
            onFirst.run();
        }
    }

    boolean requested() {
        return requested.get();
    }

    /** Returns normally unless the person asked to stop. */
    void check() {
        if (requested()) {
            throw new CancellationException("interrupted");
        }
    }

    @Override
    public void close() {
        restore.forEach(Runnable::run);
        restore.clear();
    }

    /**
     * By reflection: javac warns of any use of sun.misc.Signal and lets nobody silence it, while module jdk.unsupported
     * offers it to everybody and nothing else hears signals.
     */
    private void handle(String name, Runnable action) {
        try {
            ClassLoader platform = ClassLoader.getPlatformClassLoader();
            Class<?> signalClass = platform.loadClass("sun.misc.Signal");
            Class<?> handlerClass = platform.loadClass("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(platform, new Class<?>[] {handlerClass}, (self, method, args) ->
                    switch (method.getName()) {
                        case "handle" -> {
                            action.run();
                            yield null;
                        }
                        case "equals" -> self == args[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> "handler of SIG" + name;
                    });
            Object signal = signalClass.getConstructor(String.class).newInstance(name);
            Method handle = signalClass.getMethod("handle", signalClass, handlerClass);
            Object previous = handle.invoke(null, signal, handler);
            restore.add(() -> invoke(handle, signal, previous));
        } catch (ReflectiveOperationException unavailable) {
            // Without it (Windows has no HUP, -Xrs takes INT) the system's own way to end the process remains.
            LOG.log(System.Logger.Level.DEBUG, "SIG" + name + " is left to the system", unavailable);
        }
    }

    private static void invoke(Method handle, Object signal, Object handler) {
        try {
            handle.invoke(null, signal, handler);
        } catch (ReflectiveOperationException failed) {
            LOG.log(System.Logger.Level.WARNING, "cannot restore the handler of " + signal, failed);
        }
    }
}
