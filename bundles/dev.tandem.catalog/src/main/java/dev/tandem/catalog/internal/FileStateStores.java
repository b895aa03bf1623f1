package dev.tandem.catalog.internal;

import dev.tandem.catalog.StateStore;
import dev.tandem.catalog.StateStores;
import dev.tandem.environment.Places;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Keeps state in H2 MVStores, {@code data/catalog/NAME.mv}. They are not encrypted: the folder is open to its owner
 * only. Opening and setting aside take turns, among processes too, so that nobody sets aside what another one just
 * made.
 */
@Component
public final class FileStateStores implements StateStores {
    private static final Logger LOG = System.getLogger(FileStateStores.class.getName());
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");
    private static final String EXTENSION = ".mv";
    private static final String TURNS = "state.lock";
    private static final int CACHE_MEGABYTES = 8;
    private static final int PAGE = 16 * 1024;

    private final Places places;
    /** Of this process: a second channel on a file would, closed, take the lock of the first with it. */
    private final Set<String> open = new HashSet<>();

    @Activate
    public FileStateStores(@Reference Places places) {
        this.places = places;
    }

    /** What is done while nobody else opens or sets aside. */
    private interface Turn<T> {
        T take() throws IOException;
    }

    private synchronized <T> Optional<T> inTurn(String name, Turn<Optional<T>> turn) throws IOException {
        if (!NAME.matcher(name).matches() || DamagedFiles.isName(name)) {
            throw new IllegalArgumentException("no name for a store: '" + name + "'");
        }
        if (open.contains(name)) {
            return Optional.empty();
        }
        Path turns = folder().resolve(TURNS);
        try (FileChannel channel = FileChannel.open(turns, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            return turn.take();
        }
    }

    private Path folder() throws IOException {
        try {
            return places.catalog();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Path file(String name) throws IOException {
        return folder().resolve(name + EXTENSION);
    }

    @Override
    public Optional<StateStore> open(String name, int schema) throws IOException {
        return inTurn(name, () -> {
            Path file = file(name);
            boolean made = !Files.exists(file);
            Optional<Path> aside = Optional.empty();
            Optional<StoreFile> opened;
            try {
                opened = opened(file, schema);
            } catch (UnusableStoreException e) {
                if (!e.isDamage()) {
                    throw new IOException(file + " cannot be read: " + e.getMessage()
                            + ". Check the disk and the permissions of the file, then try again", e);
                }
                aside = Optional.of(new DamagedFiles(folder(), name).add(file));
                made = true;
                LOG.log(Logger.Level.WARNING, file + " is of no use (" + e.getMessage() + ") and was set aside as "
                        + aside.get());
                opened = opened(file, schema);
            }
            if (made) {
                flush(folder());
            }
            return opened.isPresent() ? Optional.of(used(name, opened.get(), aside)) : Optional.empty();
        });
    }

    private static Optional<StoreFile> opened(Path file, int schema) throws IOException {
        Optional<StoreFile> opened = openedAsIs(file, schema);
        if (opened.isEmpty() || !opened.get().isWasteful()) {
            return opened;
        }
        try (StoreFile wasteful = opened.get()) {
            makeAnew(wasteful, file, schema);
        } catch (UnusableStoreException | IOException e) {
            if (e instanceof UnusableStoreException unusable && unusable.isDamage()) {
                throw e;
            }
            LOG.log(Logger.Level.INFO, file + " could not be made smaller", e);
        }
        return openedAsIs(file, schema);
    }

    private static void makeAnew(StoreFile wasteful, Path file, int schema) throws IOException {
        Path anew = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(anew);
        try {
            try (StoreFile target = StoreFile.open(settings(anew), schema).orElseThrow()) {
                wasteful.copyTo(target);
            }
            wasteful.close();
            Files.move(anew, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            flush(file.getParent());
        } finally {
            Files.deleteIfExists(anew);
        }
    }

    private static Optional<StoreFile> openedAsIs(Path file, int schema) throws IOException {
        try {
            return StoreFile.open(settings(file), schema);
        } catch (IOException e) {
            throw new IOException(file + " cannot be written: " + e.getMessage()
                    + ". Is there space left in Tandem's folder 'data'?", e);
        }
    }

    private static MVStore.Builder settings(Path file) {
        return new MVStore.Builder().fileName(file.toString()).autoCommitBufferSize(0).cacheSize(CACHE_MEGABYTES)
                .pageSplitSize(PAGE);
    }

    private StateStore used(String name, StoreFile file, Optional<Path> aside) {
        open.add(name);
        return new FileStateStore(name, file, aside, () -> closed(name));
    }

    private synchronized void closed(String name) {
        open.remove(name);
    }

    /** A new file is there after a power failure once its folder says so. */
    private static void flush(Path folder) {
        // Windows opens no channel on a folder; NTFS journals its folders by itself.
        if (File.separatorChar != '/') {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The file is in place already, and some network mounts have no such call.
            LOG.log(Logger.Level.WARNING, "cannot flush the folder " + folder, e);
        }
    }

    @Override
    public Optional<Path> setAside(String name) throws IOException {
        return inTurn(name, () -> {
            Path file = file(name);
            if (!Files.exists(file) || isUsed(file)) {
                return Optional.empty();
            }
            return Optional.of(new DamagedFiles(folder(), name).add(file));
        });
    }

    /** Another process may have opened it since its user found the damage. */
    private static boolean isUsed(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE); var lock = channel.tryLock()) {
            return lock == null;
        }
    }

    @Override
    public List<String> names(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(EXTENSION))
                    .map(name -> name.substring(0, name.length() - EXTENSION.length()))
                    .filter(name -> !DamagedFiles.isName(name)).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
