package dev.tandem.scanner;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWatcher;
import dev.tandem.scan.LocalWatcher.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a watcher of any system tells. */
public abstract class WatcherContract {
    protected final Heard heard = new Heard();

    @TempDir
    protected Path temporary;

    protected Path directory;
    protected RawPath root;
    protected Watch watch;

    protected abstract LocalWatcher watcher();

    @BeforeEach
    void makeRoot() throws IOException {
        directory = Files.createDirectories(temporary.resolve("root"));
        root = RawPath.of(directory);
    }

    @AfterEach
    void end() {
        if (watch != null) {
            watch.close();
        }
    }

    protected void start() throws IOException {
        start(watcher());
    }

    protected void start(LocalWatcher watcher) throws IOException {
        watch = watcher.watch(List.of(root), path -> !path.name().equals(RawName.of("ignored")), heard);
    }

    @Test
    void filesThatComeChangeMoveAndGoAreTold() throws Exception {
        Files.createDirectories(directory.resolve("a/b"));
        Files.createDirectories(directory.resolve("c"));
        start();
        Path file = Files.writeString(directory.resolve("a/b/file"), "first");
        heard.awaitChanged(root.child("a").child("b"));
        heard.forget();
        Files.writeString(file, "second, and longer");
        heard.awaitChanged(root.child("a").child("b"));
        heard.forget();
        Files.move(file, directory.resolve("c/file"));
        heard.awaitChanged(root.child("a").child("b"), root.child("c"));
        heard.forget();
        Files.delete(directory.resolve("c/file"));
        heard.awaitChanged(root.child("c"));
    }

    @Test
    void aNewDirectoryIsWatchedWithAllBelow() throws Exception {
        start();
        Files.createDirectories(directory.resolve("a/b/c"));
        heard.awaitChanged(root, root.child("a"), root.child("a").child("b"), root.child("a").child("b").child("c"));
        heard.forget();
        Files.createFile(directory.resolve("a/b/c/file"));
        heard.awaitChanged(root.child("a").child("b").child("c"));
    }

    @Test
    void ofAThousandDirectoriesMadeAtOnceNoneIsMissed() throws Exception {
        start();
        List<RawPath> made = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String name = "d" + i % 10 + "/e" + i / 10 % 10 + "/f" + i;
            Files.createDirectories(directory.resolve(name));
            made.add(RawPath.of(directory.resolve(name)));
        }
        heard.awaitChanged(made);
        heard.forget();
        for (RawPath each : made) {
            Files.createFile(each.toPath().resolve("file"));
        }
        heard.awaitChanged(made);
    }

    @Test
    void aDirectoryThatIsMovedIsWatchedWhereItIs() throws Exception {
        Files.createDirectories(directory.resolve("a/b"));
        Files.createDirectories(directory.resolve("c"));
        start();
        Files.move(directory.resolve("a"), directory.resolve("c/a"));
        heard.awaitChanged(root, root.child("c"), root.child("c").child("a").child("b"));
        heard.forget();
        Files.createFile(directory.resolve("c/a/b/file"));
        heard.awaitChanged(root.child("c").child("a").child("b"));
        assertFalse(heard.changed().contains(root.child("a").child("b")), "told where it was before");
    }

    @Test
    void aDirectoryThatIsMovedAwayIsWatchedNoMore() throws Exception {
        Files.createDirectories(directory.resolve("a/b"));
        start();
        Files.move(directory.resolve("a"), temporary.resolve("away"));
        heard.awaitChanged(root);
        heard.forget();
        Files.createFile(temporary.resolve("away/b/file"));
        Files.createFile(directory.resolve("file"));
        heard.awaitChanged(root);
        assertFalse(heard.changed().contains(root.child("a").child("b")), "told of what is elsewhere");
    }

    @Test
    void aDirectoryMadeAnewUnderItsNameIsWatched() throws Exception {
        start();
        for (int i = 0; i < 20; i++) {
            Path child = Files.createDirectory(directory.resolve("a"));
            Files.createFile(child.resolve("file"));
            Files.delete(child.resolve("file"));
            Files.delete(child);
        }
        Files.createDirectory(directory.resolve("a"));
        heard.awaitChanged(root.child("a"));
        Files.createFile(directory.resolve("a/file"));
        Files.createDirectory(directory.resolve("last"));
        heard.awaitChanged(root.child("last"));
        heard.forget();
        Files.delete(directory.resolve("a/file"));
        heard.awaitChanged(root.child("a"));
    }

    @Test
    void whatTheFilterHoldsBackIsNotTold() throws Exception {
        Files.createDirectories(directory.resolve("ignored/b"));
        start();
        Files.createFile(directory.resolve("ignored/b/file"));
        Files.createDirectories(directory.resolve("a/ignored"));
        Files.createFile(directory.resolve("a/ignored/file"));
        Files.createDirectory(directory.resolve("a/last"));
        heard.awaitChanged(root.child("a").child("last"));
        assertFalse(heard.changed().stream().anyMatch(path -> path.names().contains(RawName.of("ignored"))),
                () -> heard.changed().toString());
    }

    @Test
    void aRootThatGoesIsLostAndToldWhenItIsBack() throws Exception {
        start();
        Files.move(directory, temporary.resolve("elsewhere"));
        heard.awaitLost(root);
        heard.forget();
        Files.move(temporary.resolve("elsewhere"), directory);
        heard.awaitLost(root);
        heard.forget();
        Files.createFile(directory.resolve("file"));
        heard.awaitChanged(root);
    }

    @Test
    void aRootMustBeADirectory() throws IOException {
        Files.createFile(directory.resolve("file"));
        assertThrows(IOException.class,
                () -> watcher().watch(List.of(root.child("file")), path -> true, heard).close());
        assertThrows(IOException.class,
                () -> watcher().watch(List.of(root.child("none")), path -> true, heard).close());
    }

    @Test
    void aListenerMayEndTheWatch() throws Exception {
        Heard inner = new Heard();
        LocalWatcher.Listener closing = new LocalWatcher.Listener() {
            @Override
            public void changed(RawPath changed) {
                watch.close();
                inner.changed(changed);
            }

            @Override
            public void lost(RawPath subtree, String why) {
                inner.lost(subtree, why);
            }
        };
        watch = watcher().watch(List.of(root), path -> true, closing);
        Files.createFile(directory.resolve("file"));
        inner.awaitChanged(root);
    }
}
