package dev.tandem.sync.internal.merge;

import dev.tandem.sync.spi.Merger;
import dev.tandem.tck.MergerContract;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The contract of mergers, held by each of ours. */
class MergerContractTest {
    @Nested
    class TextHoldsIt extends MergerContract {
        @Override
        protected Merger merger() {
            return new TextMerger();
        }

        @Override
        protected List<String> accepted() {
            return List.of("notes.txt", "README.md", "Main.java");
        }

        @Override
        protected List<String> refused() {
            return List.of("photo.jpg", "book.odt", "txt", "id_rsa.pem");
        }

        @Override
        protected List<String> versions() {
            return List.of("one\ntwo\nthree\nfour\n", "ONE\ntwo\nthree\nfour\n", "one\ntwo\nthree\nFOUR\n",
                    "one\ntwo\nthree\nfour\nfive\n", "one\nfour\n", "one\r\ntwo\r\nthree\r\nfour\r\n", "");
        }
    }

    @Nested
    class PropertiesHoldIt extends MergerContract {
        @Override
        protected Merger merger() {
            return new PropertiesMerger();
        }

        @Override
        protected List<String> accepted() {
            return List.of("app.properties", "php.ini", ".npmrc");
        }

        @Override
        protected List<String> refused() {
            return List.of("notes.txt", "photo.jpg", "properties");
        }

        @Override
        protected List<String> versions() {
            return List.of("a = 1\nb = 2\n# the third\nc = 3\n", "a = 10\nb = 2\n# the third\nc = 3\n",
                    "a = 1\nb = 2\n# the third\nc = 30\n", "a = 1\nb = 2\n", "b = 2\na = 1\n# the third\nc = 3\n",
                    "a = 1\nb = 2\n# the third\nc = 3\nd = 4\n", "");
        }
    }

    @Nested
    class JsonHoldsIt extends MergerContract {
        @Override
        protected Merger merger() {
            return new JsonMerger();
        }

        @Override
        protected List<String> accepted() {
            return List.of("settings.json", "composer.lock", "map.geojson");
        }

        @Override
        protected List<String> refused() {
            return List.of("notes.txt", "json", "yarn.lock");
        }

        @Override
        protected List<String> versions() {
            return List.of("{\"a\": 1, \"b\": {\"c\": [1, 2]}}", "{\"a\": 10, \"b\": {\"c\": [1, 2]}}",
                    "{\"a\": 1, \"b\": {\"c\": [1, 2, 3]}}", "{\"a\": 1, \"b\": {\"c\": [1, 2], \"d\": null}}",
                    "{\n  \"a\": 1,\n  \"b\": {\"c\": [1, 2]}\n}\n", "{\"b\": {\"c\": [1, 2]}, \"a\": 1}", "{}", "[]");
        }
    }
}
