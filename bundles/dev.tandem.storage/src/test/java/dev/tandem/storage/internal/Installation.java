package dev.tandem.storage.internal;

import dev.tandem.environment.Places;
import dev.tandem.secret.SecretStore;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The services of an installation whose configuration is in a folder. */
final class Installation {
    final Path config;
    final SortedMap<String, String> secrets = new TreeMap<>();
    final DestinationFile destinations;

    Installation(Path config) {
        this.config = config;
        this.destinations = new DestinationFile(places(), new MapSecrets());
    }

    Places places() {
        return (Places) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Places.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("config")) {
                        return config;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    Path file() {
        return config.resolve("destinations.json");
    }

    private final class MapSecrets implements SecretStore {
        @Override
        public Optional<char[]> get(String name) {
            return Optional.ofNullable(secrets.get(name)).map(String::toCharArray);
        }

        @Override
        public void put(String name, char[] secret) {
            secrets.put(name, new String(secret));
        }

        @Override
        public void remove(String name) {
            secrets.remove(name);
        }

        @Override
        public SortedSet<String> names() {
            return new TreeSet<>(secrets.keySet());
        }

        @Override
        public String whereabouts() {
            return "a map";
        }
    }
}
