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
import dev.tandem.command.ExitCode;
import dev.tandem.environment.Places;
import dev.tandem.secret.SecretStore;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The repository Tandem keeps by itself in its data folder, with a generated password in the secret store. */
final class DefaultRepository {
    static final String SECRET = "default-repository";
    private static final int PASSWORD_BYTES = 32;

    private final Repositories repositories;
    private final SecretStore secrets;
    private final Places places;

    DefaultRepository(Repositories repositories, SecretStore secrets, Places places) {
        this.repositories = repositories;
        this.secrets = secrets;
        this.places = places;
    }

    Path folder() {
        return places.defaultRepository();
    }

    Location location() {
        return new Location(Location.FILE, folder().toString());
    }

    /** Opens it. */
    Repository open(Access access, LockPatience patience) throws IOException, CommandException {
        if (!repositories.exists(location())) {
            throw new CommandException(ExitCode.NO_REPOSITORY, "No backup yet: run 'tandem backup FOLDER'");
        }
        char[] password = password();
        try {
            return repositories.open(location(), password, access, patience);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** Returns its password, which is the recovery key; the caller wipes it. */
    char[] password() throws IOException, CommandException {
        Optional<char[]> kept = secrets.get(SECRET);
        if (kept.isPresent()) {
            return kept.get();
        }
        if (!repositories.exists(location())) {
            throw new CommandException(ExitCode.NO_REPOSITORY, "No backup yet: run 'tandem backup FOLDER'");
        }
        throw new CommandException(ExitCode.WRONG_PASSWORD, "the key of the repository " + folder()
                + " is not in the secret store (" + secrets.whereabouts() + ")\nput the store back where it was, or "
                + "write the recovery key you noted into a file and use --password-file FILE");
    }

    /** Tells whether it is there. */
    boolean exists() throws RepositoryException {
        return repositories.exists(location());
    }

    /** Makes it and tells the person what to know about it. */
    RepositoryInfo create(CommandContext context) throws IOException, CommandException {
        char[] password = passwordForNew();
        try {
            RepositoryInfo info = init(password);
            context.say("Made your repository: " + folder());
            context.say("Its key is kept in " + secrets.whereabouts());
            context.say("Without the key nobody can read the backups. To note it down: tandem key recovery");
            return info;
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** The secret is kept before the repository is made: a crash between leaves no repository without its key. */
    private char[] passwordForNew() throws IOException {
        Optional<char[]> kept = secrets.get(SECRET);
        if (kept.isPresent()) {
            return kept.get();
        }
        char[] password = generate();
        secrets.put(SECRET, password);
        return password;
    }

    private RepositoryInfo init(char[] password) throws IOException, CommandException {
        try {
            return repositories.init(location(), password, Strength.GENERATED);
        } catch (RepositoryException failed) {
            if (failed.kind() != RepositoryException.Kind.EXISTS || holdsSnapshots()) {
                throw failed;
            }
            Path aside = folder().resolveSibling(folder().getFileName() + ".incomplete-" + System.currentTimeMillis());
            Files.move(folder(), aside);
            return repositories.init(location(), password, Strength.GENERATED);
        }
    }

    /** A crash while the repository was made leaves a part of it in the way, in which nothing can be backed up yet. */
    private boolean holdsSnapshots() throws IOException {
        Path snapshots = folder().resolve("snapshots");
        if (Files.exists(folder().resolve("config"))) {
            return true;
        }
        if (!Files.isDirectory(snapshots)) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(snapshots)) {
            return files.iterator().hasNext();
        }
    }

    /** Returns a password that cannot be guessed; the caller wipes it. */
    static char[] generate() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        byte[] encoded = Base64.getUrlEncoder().withoutPadding().encode(random);
        char[] password = new char[encoded.length];
        for (int i = 0; i < encoded.length; i++) {
            password[i] = (char) encoded[i];
        }
        Arrays.fill(random, (byte) 0);
        Arrays.fill(encoded, (byte) 0);
        return password;
    }
}
