package dev.tandem.tck.rules;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

/** What a proof finds. */
final class Check {
    /** Something a storage is asked to do. */
    interface Call {
        void run() throws Exception;
    }

    private Check() { }

    static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    static void same(Object expected, Object found, String what) {
        that(Objects.equals(expected, found), what + ": expected " + expected + " but found " + found);
    }

    static void bytes(byte[] expected, byte[] found, String what) {
        if (!Arrays.equals(expected, found)) {
            int at = Arrays.mismatch(expected, found);
            throw new AssertionError(what + ": expected " + expected.length + " bytes but found " + found.length
                    + ", which differ from byte " + at + " on");
        }
    }

    static StorageException fails(Kind kind, String what, Call call) {
        return fails(Set.of(kind), what, call);
    }

    static StorageException fails(Set<Kind> kinds, String what, Call call) {
        StorageException failure = fails(what, call);
        if (!kinds.contains(failure.kind())) {
            throw new AssertionError(what + " should be " + words(kinds) + " and is " + failure.kind() + ": "
                    + failure.getMessage(), failure);
        }
        return failure;
    }

    static StorageException fails(String what, Call call) {
        try {
            call.run();
        } catch (StorageException e) {
            return e;
        } catch (Exception | Error e) {
            throw new AssertionError(what + " should be a StorageException and is " + e, e);
        }
        throw new AssertionError(what + " should fail");
    }

    private static String words(Set<Kind> kinds) {
        return String.join(" or ", kinds.stream().map(Kind::name).sorted().toList());
    }
}
