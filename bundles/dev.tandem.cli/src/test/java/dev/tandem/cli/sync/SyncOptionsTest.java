package dev.tandem.cli.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.cli.Cli;
import dev.tandem.scan.SelectionRule;
import dev.tandem.scan.Selections.Syntax;
import dev.tandem.storage.Location;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.Comparison;
import dev.tandem.sync.ConflictRule;
import dev.tandem.sync.Direction;
import dev.tandem.sync.GateLimits;
import dev.tandem.sync.LinkRule;
import dev.tandem.sync.Loser;
import dev.tandem.sync.NameRules;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.SyncRequest;
import dev.tandem.sync.SyncRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncOptionsTest {
    @TempDir
    Path folder;

    private SyncCli sync;

    @BeforeEach
    void install() {
        sync = new SyncCli(folder);
    }

    private SyncRequest request(String... options) {
        List<String> arguments = new ArrayList<>(List.of("sync", "a", "b"));
        arguments.addAll(List.of(options));
        Cli.Result result = sync.run(arguments.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result.err());
        return sync.engine.request;
    }

    private SyncRules rules(String... options) {
        return request(options).rules();
    }

    private GateLimits limits(String... options) {
        return request(options).gates();
    }

    @Test
    void withoutOptionsTheUsualRulesHold() {
        assertEquals(SyncRequest.of(sync.pair()), request());
    }

    @Test
    void theFoldersAreSeenFromWhereTheCallerIs() {
        sync.run("sync", "/abs", "sftp://host/dir");
        assertEquals(new Location("file", "/abs"), sync.engine.request.pair().of(Side.LEFT));
        assertEquals(new Location("sftp", "//host/dir"), sync.engine.request.pair().of(Side.RIGHT));
    }

    @Test
    void modesAreMatrices() {
        assertEquals(SyncMatrix.TWO_WAY, rules("--mode", "two-way").matrix());
        assertEquals(SyncMatrix.MIRROR, rules("--mode", "mirror").matrix());
        assertEquals(SyncMatrix.UPDATE, rules("--mode", "update").matrix());
        assertEquals(SyncMatrix.CONTRIBUTE, rules("--mode", "contribute").matrix());
    }

    @Test
    void eachCellOfTheMatrixMayDifferFromTheMode() {
        Direction left = Direction.TO_LEFT;
        Direction right = Direction.TO_RIGHT;
        Direction none = Direction.NONE;
        assertEquals(new SyncMatrix(left, none, left, right, none, right),
                rules("--matrix", "left-create=left,left-update=none,left-delete=left",
                        "--matrix", "right-create=right,right-update=none,right-delete=right").matrix());
        assertEquals(new SyncMatrix(right, right, none, right, right, right),
                rules("--mode=mirror", "--matrix=left-delete=none").matrix());
    }

    @Test
    void policiesForPatternsComeBeforeTheOneForTheRest() {
        assertEquals(List.of(new ConflictRule("*.log", "newer"), new ConflictRule("a=b", "prefer-left"),
                ConflictRule.everywhere("keep-both")),
                rules("--conflict", "keep-both", "--conflict", "*.log=newer", "--conflict", "a=b=left").conflicts());
    }

    @ParameterizedTest
    @CsvSource({".old, {name}.old{ext}", "' ({side} {date})', {name} ({side} {date}){ext}",
        "{name}-{n}, {name}-{n}", "~{ext}.bak, {name}~{ext}.bak"})
    void aSuffixIsMadeAWholePattern(String suffix, String pattern) {
        assertEquals(pattern, rules("--suffix", suffix).conflictName());
    }

    @Test
    void theLoserMayBeKeptBesideTheWinner() {
        assertEquals(Loser.COPY, rules("--loser", "copy").loser());
        assertEquals(Loser.VERSION, rules("--loser", "version").loser());
    }

    @ParameterizedTest
    @CsvSource({"size, SIZE", "mtime, SIZE_AND_TIME", "'size,mtime', SIZE_AND_TIME", "'mtime,size', SIZE_AND_TIME",
        "hash, CONTENT", "'size,mtime,hash', CONTENT"})
    void theStrictestComparisonCounts(String asked, Comparison comparison) {
        assertEquals(comparison, rules("--compare", asked).comparison());
    }

    @Test
    void whatOfItemsCountsIsChosen() {
        SyncRules rules = rules("--empty-dirs", "prune", "--case-fold", "--unicode", "off", "--links", "portable",
                "--no-times", "--perms", "exec", "--owner", "--xattrs");
        assertFalse(rules.keepEmptyDirectories());
        assertEquals(new NameRules(true, false), rules.names());
        assertEquals(LinkRule.PORTABLE, rules.links());
        assertEquals(new AttributeRules(false, 0111, true, true), rules.attributes());
        assertEquals(AttributeRules.USUAL, rules("--times", "--perms", "full").attributes());
        assertEquals(0, rules("--perms", "off").attributes().permissionMask());
        assertEquals(NameRules.USUAL, rules("--unicode", "nfc").names());
        assertEquals(LinkRule.IGNORE, rules("--links", "ignore").links());
        assertTrue(rules("--empty-dirs", "keep").keepEmptyDirectories());
    }

    private List<SelectionRule> selection(String... options) {
        return rules(options).selection();
    }

    private static SelectionRule rule(String text, String origin) {
        return new SelectionRule(text.startsWith("+"), text.substring(2), false, origin);
    }

    @Test
    void filtersKeepTheOrderTheyAreGivenIn() throws IOException {
        Files.writeString(folder.resolve("f.txt"), "- g\n+ h\n");
        Files.writeString(folder.resolve("ignored"), "i\n");
        assertEquals(List.of(rule("- a", "--exclude"), rule("+ b", "--include"), rule("- c", "--filter"),
                rule("- g", "line 1 of f.txt"), rule("+ h", "line 2 of f.txt"), rule("+ d", "--include"),
                rule("- i", "line 1 of ignored"), rule("- e", "--exclude")),
                selection("-e", "a", "--include", "b", "--filter", "- c", "--filter-file", "f.txt", "-i", "d",
                        "--import-filter", "gitignore:ignored", "--exclude=e"));
        assertEquals(Syntax.GITIGNORE, sync.selections.syntax);
    }

    @Test
    void filtersMayComeFromStandardInput() {
        sync.cli.input = "- x\n".getBytes(StandardCharsets.UTF_8);
        assertEquals(List.of(rule("- x", "line 1 of -")), selection("--filter-file", "-"));
    }

    @Test
    void anIncludeWithNothingExcludedAfterItMeansNothingElse() {
        assertEquals(List.of(rule("+ a", "--include"), rule("- **", "--include")),
                selection("--include", "a"));
        assertEquals(List.of(rule("- b", "--exclude"), rule("+ a", "--include"), rule("+ c", "--filter"),
                rule("- **", "--include")),
                selection("--exclude", "b", "--include", "a", "--filter", "+ c"));
        assertEquals(List.of(rule("+ a", "--include"), rule("- b", "--exclude")),
                selection("--include", "a", "--exclude", "b"));
        assertEquals(List.of(rule("+ a", "--filter")), selection("--filter", "+ a"));
    }

    @Test
    void aBangForgetsWhatWasGivenBefore() {
        assertEquals(List.of(rule("- b", "--exclude")),
                selection("--include", "a", "--filter", "!", "--exclude", "b"));
    }

    @Test
    void patternsIgnoreCaseWhereNamesDo() {
        assertEquals(List.of(new SelectionRule(false, "a", true, "--exclude")),
                selection("--case-fold", "--exclude", "a"));
    }

    @Test
    void deletionsAreLimitedByShareNumberAndSize() {
        assertEquals(GateLimits.USUAL, limits());
        assertEquals(new GateLimits(7, 100, 10 << 20, 1, Optional.empty()),
                limits("--max-delete", "7%", "--max-delete", "100", "--max-delete", "10M"));
        assertEquals(100, limits("--max-delete=100%").deletePercent());
        assertEquals(0, limits("--max-delete=0").deleteCount());
    }

    @Test
    void theFileThatMustBeThereHasAName() {
        Optional<String> usual = Optional.of(".tandem-access");
        assertEquals(usual, limits("--check-access").accessCheckFile());
        assertEquals(usual, limits("--check-access", "--mode", "mirror").accessCheckFile());
        assertEquals(Optional.of("X"), limits("--check-access=X").accessCheckFile());
        assertEquals(Optional.of("X"), limits("--check-access", "X").accessCheckFile());
    }

    @Test
    void theFolderAfterCheckAccessIsNotTakenForItsFile() {
        for (String call : List.of("sync --check-access a b", "sync a --check-access b",
                "sync --check-access a b --mode mirror")) {
            assertEquals(0, sync.run(call.split(" ")).exitCode(), call);
            assertEquals(sync.pair(), sync.engine.request.pair());
            assertEquals(Optional.of(".tandem-access"), sync.engine.request.gates().accessCheckFile());
        }
        sync.run("sync", "--check-access=X", "a", "b");
        assertEquals(Optional.of("X"), sync.engine.request.gates().accessCheckFile());
    }

    @Test
    void gatesAreAcceptedOneByOneOrAll() {
        assertEquals(List.of("max-delete", "root-emptied"),
                request("--accept", "max-delete", "--accept", "root-emptied").accepted());
        assertEquals(List.of(SyncRequest.ALL), request("--force").accepted());
    }

    @Test
    void aDryRunIsOne() {
        assertTrue(request("-n").dryRun());
        assertTrue(request("--dry-run").dryRun());
        assertFalse(request().dryRun());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sync a | RIGHT",
        "sync a b c | c",
        "sync a '' | empty name",
        "sync a b --mode both | two-way, mirror, update, contribute",
        "sync a b --matrix left=none | left-delete=none",
        "sync a b --matrix left-delete=up | left, right, none",
        "sync a b --conflict nice | keep-both, newer, prefer-left",
        "sync a b --conflict *.x=nice | 'nice' is no policy",
        "sync a b --conflict =newer | no pattern",
        "sync a b --conflict newer --conflict left | everywhere",
        "sync a b --loser nobody | version, copy",
        "sync a b --suffix x/y | without slashes",
        "sync a b --suffix -{when} | {date}",
        "sync a b --compare size,name | size, mtime, hash",
        "sync a b --max-delete 101% | 0% to 100%",
        "sync a b --max-delete many | 10M",
        "sync a b --check-access=x/y | without its folder",
        "sync a b --exclude [ | without its ]",
        "sync a b --exclude '' | --exclude is empty",
        "sync a b --filter x | neither + nor -",
        "sync a b --import-filter x | gitignore:",
        "sync a b --import-filter svn:x | rclone:, gitignore:, syncthing:, unison:",
        "sync a b --empty-dirs some | keep, prune",
        "sync a b --unicode nfd | nfc, off",
        "sync a b --links follow | keep, portable, ignore",
        "sync a b --perms some | full, exec, off",
        "sync a b --watch --dry-run | --watch"})
    void whatMakesNoSenseIsAnsweredWithWhatWould(String call, String hint) {
        String[] arguments = List.of(call.split(" ")).stream().map(word -> word.equals("''") ? "" : word)
                .toArray(String[]::new);
        Cli.Result result = sync.run(arguments);
        assertEquals(2, result.exitCode(), result.err());
        assertTrue(result.err().contains(hint), result.err());
        assertNull(sync.engine.request);
    }

    @Test
    void aFilterFileThatIsNotThereIsNamed() {
        Cli.Result result = sync.run("sync", "a", "b", "--filter-file", "none");
        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("no such file: " + folder.resolve("none")), result.err());
    }

    @Test
    void theHelpNamesEveryOption() {
        String help = sync.run("sync", "--help").out();
        for (String option : List.of("--mode", "--matrix", "--conflict", "--loser", "--suffix", "--compare",
                "--max-delete", "--check-access", "--include", "--exclude", "--filter", "--filter-file",
                "--import-filter", "--empty-dirs", "--case-fold", "--unicode", "--links", "--[no-]times", "--perms",
                "--owner", "--xattrs", "--dry-run", "--watch", "--force", "--accept")) {
            assertTrue(help.contains(option), option + " is missing in\n" + help);
        }
    }
}
