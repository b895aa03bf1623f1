package dev.tandem.cli.commands;

import dev.tandem.storage.Destination;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Destinations in memory, whose secrets are in the given map under the names the real ones have. */
public final class FakeDestinations implements Destinations {
    public final SortedMap<String, Destination> all = new TreeMap<>();
    private final Map<String, String> secrets;

    public FakeDestinations(Map<String, String> secrets) {
        this.secrets = secrets;
    }

    public void add(String name, String location, Map<String, String> settings) {
        all.put(name, new Destination(name, Location.parse(location), new TreeMap<>(settings)));
    }

    @Override
    public List<Destination> all() {
        return List.copyOf(all.values());
    }

    @Override
    public SortedSet<String> names() {
        return new TreeSet<>(all.keySet());
    }

    @Override
    public Optional<Destination> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    @Override
    public void put(Destination destination) {
        all.put(destination.name(), destination);
    }

    @Override
    public void remove(String name) {
        secrets(name).forEach(secret -> removeSecret(name, secret));
        all.remove(name);
    }

    @Override
    public void putSecret(String destination, String secret, char[] value) {
        secrets.put("destination." + destination + "." + secret, new String(value));
    }

    @Override
    public Optional<char[]> secret(String destination, String secret) {
        return Optional.ofNullable(secrets.get("destination." + destination + "." + secret)).map(String::toCharArray);
    }

    @Override
    public void removeSecret(String destination, String secret) {
        secrets.remove("destination." + destination + "." + secret);
    }

    @Override
    public SortedSet<String> secrets(String destination) {
        String prefix = "destination." + destination + ".";
        SortedSet<String> names = new TreeSet<>();
        secrets.keySet().stream().filter(name -> name.startsWith(prefix))
                .forEach(name -> names.add(name.substring(prefix.length())));
        return names;
    }
}
