package dev.tandem.cli.commands;

import dev.tandem.backup.LockPatience;
import dev.tandem.backup.Repositories;
import dev.tandem.backup.Repository;
import dev.tandem.backup.RepositoryException;
import dev.tandem.backup.RepositoryInfo;
import dev.tandem.cli.Cli;
import dev.tandem.cli.sync.FakeSynchronizer;
import dev.tandem.environment.Places;
import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.Filters;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.PathPatterns;
import dev.tandem.scan.SourceFilter;
import dev.tandem.scan.SourceRule;
import dev.tandem.scan.SourceRules;
import dev.tandem.scan.Verdict;
import dev.tandem.secret.SecretStore;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The services of a small installation in a folder, and the command line over them. */
final class Fakes {
    final Path data;
    final Cli cli = new Cli();
    /** What happened, in order. */
    final List<String> events = new ArrayList<>();
    final Map<String, FakeRepository> made = new HashMap<>();
    final Map<String, String> passwords = new HashMap<>();
    final Map<String, String> secrets = new HashMap<>();
    final FakeDestinations destinations = new FakeDestinations(secrets);
    final FakeFileIndex index = new FakeFileIndex();
    final FakeSynchronizer synchronizer = new FakeSynchronizer();
    Repositories.Access access;
    LockPatience patience;
    Repositories.Strength strength;
    int initFailures;

    Fakes(Path data) {
        this.data = data;
        RepositoryAccess repositoryAccess = new RepositoryAccess(new FakeRepositories(), new FakeSecrets(),
                new FakePlaces(), destinations);
        LocalReader reader = new FakeReader();
        Filters filters = new GlobFilters();
        cli.workingDirectory = data;
        cli.command("backup", () -> new BackupCommand(repositoryAccess, reader, filters));
        cli.command("init", () -> new InitCommand(repositoryAccess));
        cli.command("snapshots", () -> new SnapshotsCommand(repositoryAccess));
        cli.command("ls", () -> new LsCommand(repositoryAccess, filters));
        cli.command("find", () -> new FindCommand(repositoryAccess, index));
        cli.command("history", () -> new HistoryCommand(repositoryAccess, index));
        cli.command("restore", () -> new RestoreCommand(repositoryAccess, filters));
        cli.command("check", () -> new CheckCommand(repositoryAccess));
        cli.command("copy", () -> new CopyCommand(repositoryAccess));
        cli.command("prune", () -> new PruneCommand(repositoryAccess));
        cli.command("dump", () -> new DumpCommand(repositoryAccess));
        cli.command("diff", () -> new DiffCommand(repositoryAccess));
        cli.command("stats", () -> new StatsCommand(repositoryAccess));
        cli.command("forget", () -> new ForgetCommand(repositoryAccess));
        cli.command("undo", () -> new UndoCommand(repositoryAccess, synchronizer));
        cli.command("pin", () -> new PinCommand(repositoryAccess));
        cli.command("unpin", () -> new UnpinCommand(repositoryAccess));
        cli.command("locks", () -> new LocksCommand(repositoryAccess));
        cli.command("tag", () -> new TagCommand(repositoryAccess));
        cli.command("rewrite", () -> new RewriteCommand(repositoryAccess, filters));
        cli.command("mend", () -> new RepairSnapshotsCommand(repositoryAccess));
        cli.command("migrate", () -> new MigrateCommand(repositoryAccess));
        cli.command("unlock", () -> new UnlockCommand(repositoryAccess));
        cli.command("prove", () -> new ProveCommand(repositoryAccess, new FakePlaces()));
        cli.command("ledger", () -> new LedgerCommand(repositoryAccess));
        cli.command("why", () -> new WhyCommand(repositoryAccess, filters));
        cli.command("key", () -> new KeyCommand(repositoryAccess));
        cli.command("repair index", () -> new RepairIndexCommand(repositoryAccess));
        cli.command("repair packs", () -> new RepairPacksCommand(repositoryAccess));
        cli.command("heal", () -> new HealCommand(repositoryAccess));
        cli.command("recover", () -> new RecoverCommand(repositoryAccess));
        cli.command("cat", () -> new CatCommand(repositoryAccess));
    }

    /** Makes a repository at {@code /repo} with the password "secret", named by the environment. */
    FakeRepository repository() {
        return repository("/repo", "secret");
    }

    FakeRepository repository(String where, String password) {
        FakeRepository repository = new FakeRepository(Location.parse(where));
        made.put(where, repository);
        passwords.put(where, password);
        cli.environment.put("TANDEM_REPOSITORY", where);
        cli.environment.put("TANDEM_PASSWORD", password);
        return repository;
    }

    String defaultFolder() {
        return data.resolve("repository").toString();
    }

    private final class FakeRepositories implements Repositories {
        @Override
        public boolean exists(Location where) {
            return made.containsKey(where.target());
        }

        @Override
        public RepositoryInfo init(Location where, char[] password, Strength how) throws RepositoryException {
            events.add("init " + (where.scheme().equals(Location.FILE) ? data.relativize(Path.of(where.target())) : where));
            if (initFailures-- > 0) {
                throw new RepositoryException(RepositoryException.Kind.EXISTS, "remains of a repository");
            }
            strength = how;
            FakeRepository repository = new FakeRepository(where);
            made.put(where.target(), repository);
            passwords.put(where.target(), new String(password));
            return repository.info();
        }

        @Override
        public RepositoryInfo initLike(RepositoryInfo like, Location where, char[] password, Strength how)
                throws RepositoryException {
            events.add("like " + like.location());
            return init(where, password, how);
        }

        @Override
        public Repository open(Location where, char[] password, Access how, LockPatience waits)
                throws RepositoryException {
            access = how;
            patience = waits;
            if (!exists(where)) {
                throw new RepositoryException(RepositoryException.Kind.NO_REPOSITORY, "nothing there");
            }
            if (!passwords.get(where.target()).equals(new String(password))) {
                throw new RepositoryException(RepositoryException.Kind.WRONG_PASSWORD, "wrong password");
            }
            return made.get(where.target());
        }
    }

    private final class FakeSecrets implements SecretStore {
        @Override
        public Optional<char[]> get(String name) {
            return Optional.ofNullable(secrets.get(name)).map(String::toCharArray);
        }

        @Override
        public void put(String name, char[] secret) {
            events.add("put " + name);
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
            return "the fake store";
        }
    }

    private final class FakePlaces implements Places {
        @Override
        public Path data() {
            return data;
        }

        @Override
        public Path config() {
            return data;
        }

        @Override
        public Path catalog() {
            return data;
        }

        @Override
        public Path secrets() {
            return data;
        }

        @Override
        public Path logs() {
            return data;
        }

        @Override
        public Path cache() {
            return data;
        }

        @Override
        public Path defaultRepository() {
            return data.resolve("repository");
        }

        @Override
        public String productVersion() {
            return "1.2.3";
        }
    }

    /** Only what the command line needs to know of files: whether they are there, and their names. */
    private static final class FakeReader implements LocalReader {
        @Override
        public FileStat stat(RawPath path) throws IOException {
            Path file = path.toPath();
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(path.toString());
            }
            return new FileStat(dev.tandem.model.FileType.FILE, 0, 0, 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0,
                    0, 0, 0, 1, 0);
        }

        @Override
        public List<RawName> names(RawPath directory) throws IOException {
            try (Stream<Path> files = Files.list(directory.toPath())) {
                return files.map(file -> RawPath.of(file).name()).toList();
            }
        }

        @Override
        public byte[] readLink(RawPath link) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ExtendedAttribute> attributes(RawPath path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SourceFile open(RawPath path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String userName(int uid) {
            return "";
        }

        @Override
        public String groupName(int gid) {
            return "";
        }
    }

    /** Patterns of the platform, which for one name are like the real ones. */
    private static final class GlobFilters implements Filters {
        @Override
        public SourceFilter forSource(SourceRules rules, RawPath source) {
            throw new UnsupportedOperationException();
        }

        /** Patterns decide on the path alone. */
        @Override
        public Verdict explain(SourceRules rules, RawPath source, RawPath path) {
            return rules.excludes().stream().filter(pattern -> patterns(List.of("**" + pattern), false).matches(path))
                    .<Verdict>map(pattern -> new Verdict.Excluded(path, new SourceRule(SourceRule.Kind.PATTERN, pattern,
                            rules.origins().getOrDefault(pattern, ""))))
                    .findFirst().orElse(new Verdict.Included(path, Optional.empty()));
        }

        @Override
        public PathPatterns patterns(List<String> patterns, boolean ignoreCase) {
            var matchers = patterns.stream().map(p -> FileSystems.getDefault().getPathMatcher("glob:" + p)).toList();
            return new PathPatterns() {
                @Override
                public boolean matches(RawPath path) {
                    return matchers.stream().anyMatch(matcher -> matcher.matches(path.toPath()));
                }

                @Override
                public boolean mayMatchBelow(RawPath directory) {
                    return true;
                }
            };
        }
    }
}
