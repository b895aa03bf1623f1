package dev.tandem.cli.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhySyncCommandTest {
    @TempDir
    Path folder;

    private SyncCli sync;

    @BeforeEach
    void install() {
        sync = new SyncCli(folder);
    }

    @Test
    void theRuleThatDecidesIsNamed() {
        assertEquals("x.tmp: does not take part: the rule '- *.tmp' (--exclude)\n",
                sync.run("why", "sync", "a", "b", "x.tmp", "--exclude", "*.tmp").out());
        assertEquals("x.tmp: takes part: the rule '+ x.tmp' (--include)\n",
                sync.run("why", "sync", "a", "b", "x.tmp", "--include", "x.tmp", "--exclude", "*.tmp").out());
        assertEquals("x.txt: takes part: no rule leaves it out\n",
                sync.run("why", "sync", "a", "b", folder.resolve("b/x.txt").toString(), "-e", "*.tmp").out());
        assertEquals("x.txt: does not take part: the rule '- **' (--include)\n",
                sync.run("why", "sync", "a", "b", "x.txt", "-i", "*.tmp").out());
        assertEquals("{\"message_type\":\"why\",\"path\":\"x.tmp\",\"included\":false,\"part\":\"out\","
                + "\"rule\":\"- *.tmp\",\"origin\":\"--exclude\"}\n",
                sync.run("why", "sync", "a", "b", "x.tmp", "-e", "*.tmp", "--json").out());
    }

    @Test
    void whatIsAFolderOnEitherSideIsOne() throws IOException {
        String excluded = "cache: does not take part: the rule '- cache/' (--exclude)\n";
        assertEquals("cache: takes part: no rule leaves it out\n",
                sync.run("why", "sync", "a", "b", "cache", "-e", "cache/").out());
        assertEquals(excluded, sync.run("why", "sync", "a", "b", "cache/", "-e", "cache/").out());
        Files.createDirectories(folder.resolve("b/cache"));
        assertEquals(excluded, sync.run("why", "sync", "a", "b", "cache", "-e", "cache/").out());
    }

    @Test
    void whatTandemKeepsForItselfNeverTakesPartAndJunkDoesWhenAskedFor() {
        assertEquals(".own/x: does not take part: the rule '- .own/' (built in)\n",
                sync.run("why", "sync", "a", "b", ".own/x", "--include", "**").out());
        assertEquals("junk: does not take part: the rule '- junk' (built in)\n",
                sync.run("why", "sync", "a", "b", "junk", "-e", "*.tmp").out());
        assertEquals("junk: takes part: the rule '+ junk' (--filter)\n",
                sync.run("why", "sync", "a", "b", "junk", "--filter", "+ junk").out());
        assertEquals(2, sync.run("why", "sync", "a", "b", "a").exitCode());
        assertEquals(2, sync.run("why", "sync", "a", "b").exitCode());
    }

    @Test
    void theOptionsOfSyncAreUnderstood() {
        assertEquals(0, sync.run("why", "sync", "a", "b", "x", "--mode", "mirror", "--conflict", "newer").exitCode());
    }
}
