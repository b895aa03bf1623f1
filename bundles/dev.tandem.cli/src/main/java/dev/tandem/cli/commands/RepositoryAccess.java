package dev.tandem.cli.commands;

import dev.tandem.backup.Destination;
import dev.tandem.backup.LockPatience;
import dev.tandem.backup.Repositories;
import dev.tandem.backup.Repositories.Access;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryInfo;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.TypedLocation;
import dev.tandem.command.CommandContext;
import dev.tandem.command.ExitCode;
import dev.tandem.environment.Places;
import dev.tandem.secret.SecretStore;
import dev.tandem.storage.Destinations;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens the repository a command's options mean: the one that is named, else the default one. */
@Component(service = RepositoryAccess.class)
public final class RepositoryAccess {
    private final Repositories repositories;
    private final Places places;
    private final Destinations destinations;
    private final DefaultRepository defaultRepository;

    @Activate
    public RepositoryAccess(@Reference Repositories repositories, @Reference SecretStore secrets,
            @Reference Places places, @Reference Destinations destinations) {
        this.repositories = repositories;
        this.places = places;
        this.destinations = destinations;
        this.defaultRepository = new DefaultRepository(repositories, secrets, places);
    }

    DefaultRepository defaultRepository() {
        return defaultRepository;
    }

    /** Opens an existing repository. */
    Repository open(RepositoryOptions options, CommandContext context) throws IOException, CommandException {
        Optional<Location> named = options.location(context);
        PasswordSource passwords = passwords(options, named.orElseGet(defaultRepository::location), context);
        LockPatience patience = options.patience(context);
        if (named.isEmpty()) {
            Optional<char[]> given = passwords.fromOptions();
            return given.isPresent() ? open(defaultRepository.location(), given.get(), options.access(), patience)
                    : defaultRepository.open(options.access(), patience);
        }
        Location location = named.get();
        Optional<char[]> given = passwords.given();
        // A person should not be asked for the password of what is not there; else to look takes one more connection.
        if (given.isEmpty() && !repositories.exists(location)) {
            throw missing(location, null);
        }
        char[] password = given.isPresent() ? given.get() : passwords.existing(location.toString());
        try {
            return open(location, password, options.access(), patience);
        } catch (RepositoryException e) {
            throw e.kind() == RepositoryException.Kind.NO_REPOSITORY ? missing(location, e) : e;
        }
    }

    private static RepositoryException missing(Location location, RepositoryException cause) {
        return new RepositoryException(RepositoryException.Kind.NO_REPOSITORY, "there is no repository at " + location
                + "; make one with 'tandem init --repo " + location + "', or check the location", cause);
    }

    private PasswordSource passwords(RepositoryOptions options, Location location, CommandContext context)
            throws IOException {
        return new PasswordSource(options, context, new KeptPassword(destinations, location));
    }

    private Repository open(Location location, char[] password, Access access, LockPatience patience)
            throws RepositoryException {
        try {
            return repositories.open(location, password, access, patience);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** Opens the repository to back up to; the default one is made where it is not there yet. */
    Target openForBackup(RepositoryOptions options, CommandContext context, boolean dryRun)
            throws IOException, CommandException {
        boolean missing = options.location(context).isEmpty() && !defaultRepository.exists();
        if (missing && dryRun) {
            return openScratch(context);
        }
        if (missing) {
            defaultRepository.create(context);
        }
        return new Target(open(options, context), () -> { });
    }

    /**
     * A repository to back up to.
     *
     * @param repository the repository
     * @param cleanup    what is to be done after it is closed
     */
    record Target(Repository repository, Cleanup cleanup) implements AutoCloseable {
        /** Takes away what was only made for one call. */
        interface Cleanup {
            void run() throws IOException;
        }

        @Override
        public void close() throws IOException {
            try {
                repository.close();
            } finally {
                cleanup.run();
            }
        }
    }

    /**
     * Returns a repository to back up to besides. Its password is asked for now, but it is opened only when it is
     * needed; what is wrong with either is told then.
     */
    Destination destination(AlsoOptions also, RepositoryOptions first, CommandContext context)
            throws IOException, CommandException {
        Location location = TypedLocation.orName(also.name, context.workingDirectory(), destinations);
        boolean kept = new KeptPassword(destinations, location).isThere();
        RepositoryOptions options = also.repository(location.text(), kept ? Optional.empty() : Optional.of(first));
        LockPatience patience = first.patience(context);
        String name = location.toString();
        try {
            char[] password = passwords(options, location, context).existing(name);
            return new Destination(name, () -> openBesides(location, password, patience));
        } catch (IOException e) {
            return absent(name, e);
        } catch (CommandException e) {
            if (e.exitCode() == ExitCode.USAGE) {
                throw e;
            }
            return absent(name, new IOException(e.getMessage(), e));
        }
    }

    private static Destination absent(String name, IOException reason) {
        return new Destination(name, () -> {
            throw reason;
        });
    }

    private Repository openBesides(Location location, char[] password, LockPatience patience)
            throws RepositoryException {
        try {
            return open(location, password, Access.LOCKING, patience);
        } catch (RepositoryException e) {
            if (e.kind() != RepositoryException.Kind.NO_REPOSITORY) {
                throw e;
            }
            throw new RepositoryException(e.kind(), e.getMessage() + ". If it was never made, make it with 'tandem init"
                    + " --repo " + location + " --copy-chunker-params', and --from-repo for the first one", e);
        }
    }

    /** Makes a repository, one that cuts files as {@code like} does where that is given. */
    RepositoryInfo init(RepositoryOptions options, Optional<RepositoryInfo> like, CommandContext context)
            throws IOException, CommandException {
        Optional<Location> named = options.location(context);
        if (named.isEmpty()) {
            if (defaultRepository.exists()) {
                throw new RepositoryException(RepositoryException.Kind.EXISTS,
                        "there is a repository at " + defaultRepository.folder() + " already");
            }
            return defaultRepository.create(context);
        }
        Location location = named.get();
        if (repositories.exists(location)) {
            throw new RepositoryException(RepositoryException.Kind.EXISTS,
                    "there is a repository at " + location + " already");
        }
        char[] password = passwords(options, location, context).fresh(location.toString());
        try {
            return like.isEmpty() ? repositories.init(location, password, Strength.HUMAN)
                    : repositories.initLike(like.get(), location, password, Strength.HUMAN);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** A dry run before the first backup compares with an empty repository, which is made aside and thrown away. */
    private Target openScratch(CommandContext context) throws IOException {
        context.say("dry run: your repository would be made at " + defaultRepository.folder());
        Path folder = Files.createTempDirectory(places.cache(), "dry-run-");
        Location location = new Location(Location.FILE, folder.resolve("repository").toString());
        char[] password = DefaultRepository.generate();
        try {
            repositories.init(location, password, Strength.GENERATED);
            return new Target(repositories.open(location, password, Access.LOCKING), () -> delete(folder));
        } catch (IOException | RuntimeException failed) {
            delete(folder);
            throw failed;
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
