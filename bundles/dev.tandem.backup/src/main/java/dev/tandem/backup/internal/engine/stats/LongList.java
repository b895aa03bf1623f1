package dev.tandem.backup.internal.engine.stats;

import java.util.Arrays;

/** A list of plain numbers. For one thread at a time. */
final class LongList {
    private long[] numbers = new long[16];
    private int size;

    void add(long number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.multiplyExact(2, size));
        }
        numbers[size++] = number;
    }

    void addAll(LongList others) {
        for (int i = 0; i < others.size; i++) {
            add(others.numbers[i]);
        }
    }

    long get(int at) {
        return numbers[at];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }
}
