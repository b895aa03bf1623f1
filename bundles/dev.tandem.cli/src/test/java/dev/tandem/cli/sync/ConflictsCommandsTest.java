package dev.tandem.cli.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.tandem.cli.Cli;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Gate;
import dev.tandem.sync.Loser;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncConflict;
import dev.tandem.sync.SyncException;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Resolution;
import dev.tandem.sync.spi.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConflictsCommandsTest {
    private static final Instant SEEN = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path folder;

    private final TimeZone zone = TimeZone.getDefault();
    private SyncCli sync;

    @BeforeEach
    void install() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        sync = new SyncCli(folder);
        Optional<Version> left = Optional.of(new Version(FileType.FILE, 5, SEEN, "aa"));
        sync.engine.conflicts.add(new SyncConflict("c1a", new Conflict(RawPath.of("docs/x.txt"),
                Conflict.Kind.DELETE_EDIT, left, left, Optional.empty()), SEEN, Optional.empty(), Optional.empty()));
        sync.engine.conflicts.add(new SyncConflict("c2b", new Conflict(RawPath.of("y"), Conflict.Kind.EDIT_EDIT,
                Optional.empty(), left, left), SEEN.plusSeconds(1), Optional.of("kept both"),
                Optional.of(RawPath.of("y (conflict)"))));
    }

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
    }

    @Test
    void conflictsAreListedWithOrWithoutTheWord() {
        Cli.Result listed = sync.run("conflicts", "a", "b");
        assertEquals("""
                ID   First seen           What                 State          Path
                ----------------------------------------------------------------------
                c1a  2026-01-02 03:04:05  deleted and edited   waits for you  docs/x.txt
                c2b  2026-01-02 03:04:06  edited on both sides  settled        y
                ----------------------------------------------------------------------
                2 conflicts
                """.replaceAll("-{9,}|  +", " "), listed.out().replaceAll("-{9,}|  +", " "));
        assertEquals("to decide one: tandem conflicts resolve a b ID left|right|both\n", listed.err());
        assertEquals(listed.out(), sync.run("conflicts", "list", "a", "b").out());
        sync.engine.conflicts.clear();
        assertEquals("0 conflicts\n", sync.run("conflicts", "a", "b").out());
    }

    @Test
    void aConflictIsShownWithWhatBothSidesHave() {
        assertEquals("""
                conflict c1a: docs/x.txt, deleted and edited, first seen 2026-01-02 03:04:05
                  left:    file, 5 B, modified 2026-01-02 03:04:05
                  right:   nothing
                  before:  file, 5 B, modified 2026-01-02 03:04:05
                  outcome: waits for you
                """, sync.run("conflicts", "show", "a", "b", "c1").out());
        assertTrue(sync.run("conflicts", "show", "a", "b", "y").out().endsWith("""
                  before:  never the same
                  outcome: kept both
                  copy:    y (conflict)
                """));
    }

    @Test
    void conflictsAreObjects() {
        JsonObject first = SyncCli.json(sync.run("conflicts", "--json", "a", "b")).getFirst();
        assertEquals("conflict", first.get("message_type").getAsString());
        assertEquals("delete_edit", first.get("kind").getAsString());
        assertTrue(first.get("waits").getAsBoolean());
        assertEquals("{\"type\":\"file\",\"size\":5,\"modified\":\"2026-01-02T03:04:05Z\",\"content\":\"aa\"}",
                first.get("left").toString());
        assertEquals(first, SyncCli.json(sync.run("conflicts", "show", "--json", "a", "b", "c1a")).getFirst());
    }

    @Test
    void everyDecisionReachesTheEngine() {
        Map<String, Resolution> choices = Map.of("left", new Resolution.Prefer(Side.LEFT), "right",
                new Resolution.Prefer(Side.RIGHT), "both", new Resolution.KeepBoth(Side.LEFT), "both-right",
                new Resolution.KeepBoth(Side.RIGHT));
        choices.forEach((word, resolution) -> {
            Cli.Result result = sync.run("conflicts", "resolve", "a", "b", "docs/x.txt", word);
            assertEquals(0, result.exitCode(), result.err());
            assertEquals("c1a", sync.engine.resolved);
            assertEquals(resolution, sync.engine.resolution);
        });
        assertEquals(sync.pair(), sync.engine.request.pair());
        assertEquals("resolved docs/x.txt: both sides have what the left one had\n",
                sync.run("conflicts", "resolve", "a", "b", "c1", "left").out());
        assertEquals("{\"message_type\":\"resolved\",\"id\":\"c1a\",\"path\":\"docs/x.txt\","
                + "\"choice\":\"both_right\"}\n",
                sync.run("conflicts", "resolve", "a", "b", "c1", "both-right", "--json").out());
        sync.run("conflicts", "resolve", "a", "b", "c1", "left", "--loser", "copy");
        assertEquals(Loser.COPY, sync.engine.request.rules().loser());
    }

    @Test
    void gatesStopADecisionToo() {
        sync.engine.failure = new SyncException(List.of(new Gate("root-emptied", "it is empty", "look why", true)));
        Cli.Result stopped = sync.run("conflicts", "resolve", "a", "b", "c1", "left", "--accept", "max-delete");
        assertEquals(4, stopped.exitCode());
        assertTrue(stopped.err().contains("root-emptied: it is empty\n    to do: look why"), stopped.err());
        assertEquals(List.of("max-delete"), sync.engine.request.accepted());
        assertNull(sync.engine.resolved);
    }

    @Test
    void whatIsNotThereOrNotClearIsNotDecided() {
        assertEquals(1, sync.run("conflicts", "resolve", "a", "b", "z", "left").exitCode());
        assertTrue(sync.run("conflicts", "show", "a", "b", "c").err().contains("the beginning of 2 IDs"));
        Cli.Result wrong = sync.run("conflicts", "resolve", "a", "b", "c1", "mine");
        assertEquals(2, wrong.exitCode());
        assertTrue(wrong.err().contains("left, right, both, both-right"), wrong.err());
        assertEquals(2, sync.run("conflicts", "a").exitCode());
        sync.engine.conflicts.removeLast();
        assertEquals(1, sync.run("conflicts", "resolve", "a", "b", "", "left").exitCode());
        assertNull(sync.engine.resolved);
    }
}
