package dev.tandem.backup.internal;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.spi.StorageSession;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;

/** A storage that does so many calls of any kind and then none any more, as for a program that is killed. */
record Mortal(StorageSession session, AtomicLong left) {
    /** Lets {@code calls} calls through to {@code storage}. */
    static Mortal after(long calls, StorageSession storage) {
        return of(new AtomicLong(calls), storage);
    }

    /** Lets what is left through to another storage too: a program that is killed reaches none. */
    Mortal beside(StorageSession storage) {
        return of(left, storage);
    }

    private static Mortal of(AtomicLong left, StorageSession storage) {
        StorageSession session = (StorageSession) Proxy.newProxyInstance(Mortal.class.getClassLoader(),
                new Class<?>[] {StorageSession.class}, (_, method, arguments) -> {
                    boolean asks = method.getName().equals("close") || method.getName().equals("capabilities")
                            || method.getName().equals("facet");
                    if (!asks && left.getAndDecrement() <= 0) {
                        throw new StorageException(StorageException.Kind.FAILED, "the program was killed");
                    }
                    try {
                        return method.invoke(storage, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new Mortal(session, left);
    }
}
