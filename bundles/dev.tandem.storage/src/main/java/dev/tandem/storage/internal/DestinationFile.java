package dev.tandem.storage.internal;

import dev.tandem.environment.Places;
import dev.tandem.secret.SecretStore;
import dev.tandem.storage.Destination;
import dev.tandem.storage.Destinations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The destinations of {@code destinations.json}, read anew at each call: a person may just have saved it. */
@Component
public final class DestinationFile implements Destinations {
    static final String NAME = "destinations.json";

    private final Places places;
    private final SecretStore secrets;

    /** Activated by the component runtime. */
    @Activate
    public DestinationFile(@Reference Places places, @Reference SecretStore secrets) {
        this.places = places;
        this.secrets = secrets;
    }

    private OwnerFile file() {
        return new OwnerFile(places.config().resolve(NAME));
    }

    @Override
    public List<Destination> all() throws IOException {
        OwnerFile file = file();
        DestinationDocument document = read(file);
        List<Destination> all = new ArrayList<>();
        for (String name : document.names()) {
            find(name, document, file).ifPresent(all::add);
        }
        return all;
    }

    @Override
    public SortedSet<String> names() throws IOException {
        return new TreeSet<>(read(file()).names());
    }

    @Override
    public Optional<Destination> find(String name) throws IOException {
        OwnerFile file = file();
        return find(name, read(file), file);
    }

    private static Optional<Destination> find(String name, DestinationDocument document, OwnerFile file)
            throws IOException {
        try {
            return document.find(name, file.path().getParent());
        } catch (IOException e) {
            throw new IOException(file.path() + ": " + e.getMessage(), e);
        }
    }

    private static DestinationDocument read(OwnerFile file) throws IOException {
        try {
            Optional<String> text = file.read();
            return text.isPresent() ? DestinationDocument.parse(text.get()) : DestinationDocument.EMPTY;
        } catch (IOException e) {
            throw new IOException("cannot read " + file.path() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void put(Destination destination) throws IOException {
        if (DestinationDocument.holdsPassword(destination.location())) {
            throw new IllegalArgumentException("the location of '" + destination.name() + "' holds a password");
        }
        change(document -> document.with(destination));
    }

    /** Secrets first: what has lost them asks for them, while secrets that stayed would be of whatever comes next. */
    @Override
    public void remove(String name) throws IOException {
        for (String secret : secrets(name)) {
            removeSecret(name, secret);
        }
        change(document -> document.without(name));
    }

    private synchronized void change(UnaryOperator<DestinationDocument> change) throws IOException {
        OwnerFile file = file();
        file.alone(() -> {
            DestinationDocument old = read(file);
            String text = change.apply(old).text();
            if (!text.equals(old.text())) {
                write(file, text);
            }
        });
    }

    private static void write(OwnerFile file, String text) throws IOException {
        try {
            file.write(text);
        } catch (IOException e) {
            throw new IOException("cannot write " + file.path() + ": " + e.getMessage()
                    + "; check the space and the permissions there", e);
        }
    }

    @Override
    public void putSecret(String destination, String secret, char[] value) throws IOException {
        secrets.put(secretName(destination, secret), value);
    }

    @Override
    public Optional<char[]> secret(String destination, String secret) throws IOException {
        return secrets.get(secretName(destination, secret));
    }

    @Override
    public void removeSecret(String destination, String secret) throws IOException {
        secrets.remove(secretName(destination, secret));
    }

    @Override
    public SortedSet<String> secrets(String destination) throws IOException {
        String prefix = secretName(destination, "");
        return secrets.names().stream().filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length())).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String secretName(String destination, String secret) {
        return "destination." + destination + "." + secret;
    }
}
