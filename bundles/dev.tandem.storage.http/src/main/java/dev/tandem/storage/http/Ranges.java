package dev.tandem.storage.http;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads of parts of objects, as the storage contract wants them, from servers that know ranges and from others. */
public final class Ranges {
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (?:\\*|(\\d{1,18})-(-?\\d{1,18}))/(?:\\*|(\\d{1,18}))");

    private Ranges() { }

    /**
     * Sends a {@code GET} for the bytes from {@code offset} on, at most {@code length} of them; -1 is to the end.
     *
     * @return the bytes; the caller closes it
     * @throws StorageException {@code INVALID} where the object ends before {@code offset}, {@code NOT_FOUND} where there
     *                          is none
     */
    public static InputStream read(Request get, Purpose purpose, long offset, long length) throws StorageException {
        if (offset < 0) {
            throw new StorageException(Kind.INVALID, purpose.cannot() + "nothing starts at " + offset);
        }
        if (offset == 0 && length < 0) {
            return get.send().orFail().body();
        }
        // Nothing at all is asked for as one byte, so that the server tells whether it could be there.
        long last = length < 0 || length > Long.MAX_VALUE - offset ? -1 : offset + Math.max(1, length) - 1;
        Answer answer = get.header("Range", "bytes=" + offset + "-" + (last < 0 ? "" : last)).send();
        return switch (answer.status()) {
            case 206 -> partial(answer, offset, length);
            case 200 -> partOfWhole(answer, offset, length);
            case 416 -> atTheEnd(get, answer, offset);
            // Some servers say so of a part that is not there.
            case 404 -> throw absent(get, answer, offset);
            default -> throw answer.failure();
        };
    }

    private static InputStream partial(Answer answer, long offset, long length) throws StorageException {
        Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
        if (!range.matches() || range.group(1) == null || Long.parseLong(range.group(1)) != offset) {
            answer.close();
            throw new StorageException(Kind.FAILED, answer.purpose().cannot() + "the server sends another range than was "
                    + "asked for: " + answer.header("Content-Range").orElse("it does not say which"));
        }
        if (range.group(3) != null && Long.parseLong(range.group(3)) < offset) {
            // Some servers send a part that ends before it starts.
            answer.close();
            throw beyond(answer, offset, OptionalLong.of(Long.parseLong(range.group(3))));
        }
        long available = Long.parseLong(range.group(2)) + 1 - offset;
        long rest = range.group(3) == null ? Long.MAX_VALUE : Long.parseLong(range.group(3)) - offset;
        long expected = length < 0 ? rest : Math.min(length, rest);
        if (range.group(3) != null && available < expected) {
            answer.close();
            throw new StorageException(Kind.FAILED, answer.purpose().cannot() + "the server sends " + available
                    + " bytes of a range of " + expected);
        }
        return new Limited(answer, length);
    }

    private static InputStream partOfWhole(Answer answer, long offset, long length) throws StorageException {
        OptionalLong size = answer.length();
        if (size.isPresent() && size.getAsLong() < offset) {
            answer.close();
            throw beyond(answer, offset, size);
        }
        InputStream part = new Limited(answer, length);
        try {
            long skipped = 0;
            byte[] passed = new byte[16 << 10];
            while (skipped < offset) {
                int count = answer.body().read(passed, 0, (int) Math.min(passed.length, offset - skipped));
                if (count < 0) {
                    throw beyond(answer, offset, OptionalLong.of(skipped));
                }
                skipped += count;
            }
            return part;
        } catch (IOException e) {
            answer.close();
            throw Failures.broken(answer.purpose(), e);
        }
    }

    private static InputStream atTheEnd(Request get, Answer answer, long offset) throws StorageException {
        Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
        answer.close();
        OptionalLong size = range.matches() && range.group(3) != null ? OptionalLong.of(Long.parseLong(range.group(3)))
                : sizeOf(get);
        if (size.isPresent() && size.getAsLong() == offset) {
            return InputStream.nullInputStream();
        }
        throw beyond(answer, offset, size);
    }

    private static StorageException absent(Request get, Answer answer, long offset) {
        StorageException failure = answer.failure();
        try {
            OptionalLong size = sizeOf(get);
            return size.isPresent() && size.getAsLong() < offset ? beyond(answer, offset, size) : failure;
        } catch (StorageException e) {
            failure.addSuppressed(e);
            return failure;
        }
    }

    /** Not every server says where the end is when it refuses a range. */
    private static OptionalLong sizeOf(Request get) throws StorageException {
        try (Answer answer = get.head().send().orFail()) {
            return answer.length();
        }
    }

    private static StorageException beyond(Answer answer, long offset, OptionalLong size) {
        return new StorageException(Kind.INVALID, answer.purpose().cannot() + "it ends before byte " + offset
                + (size.isPresent() ? ": it has " + size.getAsLong() + " bytes" : ""));
    }
}
