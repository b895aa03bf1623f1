package dev.tandem.cli.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.cli.Cli;
import dev.tandem.model.RawPath;
import dev.tandem.sync.FileVersion;
import dev.tandem.sync.Side;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionsCommandTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path folder;

    private final TimeZone zone = TimeZone.getDefault();
    private SyncCli sync;

    @BeforeEach
    void install() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        sync = new SyncCli(folder);
        sync.engine.versions.addAll(List.of(version("r2", Side.RIGHT, "docs/x:y"), version("r1", Side.LEFT, "docs/z"),
                version("r1", Side.LEFT, "other")));
    }

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
    }

    private static FileVersion version(String run, Side side, String path) {
        return new FileVersion(run, side, RawPath.of(path), TIME.plusSeconds(60), TIME, 5, Optional.empty());
    }

    @Test
    void versionsAreListedByWhatTheyAreCalled() {
        String listed = sync.run("versions", "a", "b", "docs").out();
        assertEquals("""
                #  Replaced             Modified             Size  Version
                ------------------------------------------------------------------
                1  2026-01-02 03:05:05  2026-01-02 03:04:05  5 B   r2:right:docs/x:y
                2  2026-01-02 03:05:05  2026-01-02 03:04:05  5 B   r1:left:docs/z
                ------------------------------------------------------------------
                2 versions
                """.replaceAll("-{9,}", "---"), listed.replaceAll("-{9,}", "---"));
        assertEquals("{\"message_type\":\"version\",\"id\":\"r2:right:docs/x:y\",\"number\":1,\"path\":\"docs/x:y\","
                + "\"side\":\"right\",\"run\":\"r2\",\"replaced\":\"2026-01-02T03:05:05Z\","
                + "\"modified\":\"2026-01-02T03:04:05Z\",\"size\":5}",
                sync.run("versions", "a", "b", "--json").outLines().getFirst());
        assertEquals(RawPath.of("."), sync.engine.asked);
        assertEquals("0 versions\n", sync.run("versions", "a", "b", "none").out());
    }

    @Test
    void aPathIsOneInAFolderOrRelativeToBoth() {
        for (String path : List.of("docs/x", "a/docs/x", "b/docs/x", folder.resolve("b/docs/x").toString(),
                "./b/../a/docs//x/")) {
            sync.run("versions", "a", "b", path);
            assertEquals(RawPath.of("docs/x"), sync.engine.asked, path);
        }
        assertEquals(2, sync.run("versions", "a", "b", "/elsewhere").exitCode());
        assertEquals(2, sync.run("versions", "a", "b", "../c").exitCode());
    }

    @Test
    void aVersionIsPutBackByItsNumberOrName() {
        Cli.Result result = sync.run("versions", "a", "b", "--restore", "r1:left:docs/z");
        assertEquals("back on the left: docs/z of 2026-01-02 03:04:05; the next sync brings it to the other side\n",
                result.out());
        assertEquals(sync.engine.versions.get(1), sync.engine.restored);
        assertEquals(Optional.empty(), sync.engine.target);
        sync.run("versions", "a", "b", "--restore", "2");
        assertEquals(sync.engine.versions.get(1), sync.engine.restored);
        sync.run("versions", "a", "b", "other", "--restore", "1", "--to", "a/back/here");
        assertEquals(sync.engine.versions.get(2), sync.engine.restored);
        assertEquals(Optional.of(RawPath.of("back/here")), sync.engine.target);
        assertEquals("{\"message_type\":\"restored\",\"id\":\"r2:right:docs/x:y\",\"side\":\"right\",\"path\":\"p\"}\n",
                sync.run("versions", "a", "b", "--restore", "r2:right:docs/x:y", "--to", "p", "--json").out());
    }

    @Test
    void whatIsNotThereIsNotPutBack() {
        assertTrue(sync.run("versions", "a", "b", "docs", "--restore", "3").err().contains("there are 2"));
        assertEquals(1, sync.run("versions", "a", "b", "--restore", "0").exitCode());
        assertEquals(1, sync.run("versions", "a", "b", "--restore", "r1:right:docs/z").exitCode());
        assertEquals(2, sync.run("versions", "a", "b", "--to", "x").exitCode());
        assertEquals(2, sync.run("versions", "a", "b", "--restore", "1", "--to", "/elsewhere").exitCode());
        assertNull(sync.engine.restored);
    }
}
