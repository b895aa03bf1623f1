package dev.tandem.bench;

import java.util.List;
import java.util.Random;

/** Made-up words, of which some are frequent: they compress about as text does. The same from each seed. */
final class Prose {
    private static final int WORDS = 3_000;

    private final Random random;
    private final List<String> words;

    Prose(long seed) {
        random = new Random(seed);
        words = random.ints(WORDS, 2, 10)
                .mapToObj(length -> random.ints(length, 'a', 'z' + 1)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append) + " ")
                .toList();
    }

    /** Returns text of {@code shortest} to {@code longest} bytes. */
    String text(int shortest, int longest) {
        int size = shortest + random.nextInt(longest - shortest + 1);
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            double rank = Math.pow(random.nextDouble(), 3);
            text.append(words.get((int) (rank * words.size())));
        }
        text.setLength(size);
        return text.toString();
    }
}
