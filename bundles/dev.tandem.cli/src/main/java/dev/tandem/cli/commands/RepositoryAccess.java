package dev.tandem.cli.commands;

import dev.tandem.backup.LockPatience;
import dev.tandem.backup.Repositories;
import dev.tandem.backup.Repositories.Access;
import dev.tandem.backup.Repositories.Strength;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryInfo;
import dev.tandem.cli.CommandException;
import dev.tandem.command.CommandContext;
import dev.tandem.environment.Places;
import dev.tandem.secret.SecretStore;
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
    private final DefaultRepository defaultRepository;

    @Activate
    public RepositoryAccess(@Reference Repositories repositories, @Reference SecretStore secrets,
            @Reference Places places) {
        this.repositories = repositories;
        this.places = places;
        this.defaultRepository = new DefaultRepository(repositories, secrets, places);
    }

    DefaultRepository defaultRepository() {
        return defaultRepository;
    }

    /** Opens an existing repository. */
    Repository open(RepositoryOptions options, CommandContext context) throws IOException, CommandException {
        Optional<Location> named = options.location(context);
        PasswordSource passwords = new PasswordSource(options, context);
        LockPatience patience = options.patience(context);
        if (named.isEmpty()) {
            Optional<char[]> given = passwords.fromOptions();
            return given.isPresent() ? open(defaultRepository.location(), given.get(), options.access(), patience)
                    : defaultRepository.open(options.access(), patience);
        }
        Location location = named.get();
        // A person should not be asked for the password of what is not there.
        if (!repositories.exists(location)) {
            throw new RepositoryException(RepositoryException.Kind.NO_REPOSITORY, "there is no repository at "
                    + location + "; make one with 'tandem init --repo " + location + "', or check the location");
        }
        return open(location, passwords.existing(location.toString()), options.access(), patience);
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

    /** Makes a repository. */
    RepositoryInfo init(RepositoryOptions options, CommandContext context) throws IOException, CommandException {
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
        char[] password = new PasswordSource(options, context).fresh(location.toString());
        try {
            return repositories.init(location, password, Strength.HUMAN);
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
