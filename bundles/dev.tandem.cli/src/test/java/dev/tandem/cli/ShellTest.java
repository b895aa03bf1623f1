package dev.tandem.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tandem.backup.RepositoryException;
import dev.tandem.command.Command;
import dev.tandem.command.CommandContext;
import dev.tandem.command.ExitCode;
import dev.tandem.job.JobMonitor;
import dev.tandem.job.Problem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ShellTest {
    /** What a plugin would bring. */
    static final class Greet implements Command {
        @Option(names = "--times")
        int times = 1;

        @Parameters(arity = "0..1")
        String name = "world";

        @Override
        public int run(CommandContext context) {
            for (int i = 0; i < times; i++) {
                context.print("hello " + name);
                context.emit("greeting", Map.of("name", name));
            }
            context.say("said it at level " + context.verbosity());
            return 0;
        }
    }

    private interface Body {
        int run(CommandContext context) throws Exception;
    }

    private static Cli with(Body body) {
        return new Cli().command("work", () -> body::run);
    }

    private final Cli cli = new Cli().command("greet", Greet::new);

    @Test
    void aCommandOfAPluginIsFoundAndGetsItsOptions() {
        Cli.Result result = cli.run("greet", "--times", "2", "moon");
        assertEquals(0, result.exitCode());
        assertEquals(List.of("hello moon", "hello moon"), result.outLines());
        assertEquals("said it at level 0\n", result.err());
    }

    @Test
    void onlyTheCommandThatIsCalledIsMade() {
        AtomicInteger made = new AtomicInteger();
        cli.command("other", () -> {
            made.incrementAndGet();
            return new Greet();
        });
        assertEquals(0, cli.run("greet").exitCode());
        assertEquals(0, cli.run("--help").exitCode());
        assertEquals(0, made.get());
    }

    @Test
    void helpListsTheCommandsInTheirOrder() {
        cli.command("later", Greet::new);
        String help = cli.run("--help").out();
        assertTrue(help.contains("greet  summary of greet"), help);
        assertTrue(help.indexOf("greet") < help.indexOf("later"), help);
        assertEquals(help, cli.run().out());
        assertEquals(help, cli.run("help").out());
    }

    @Test
    void helpOfACommandShowsItsOptionsAndTheGlobalOnes() {
        for (String[] call : List.of(new String[] {"greet", "--help"}, new String[] {"help", "greet"},
                new String[] {"--help", "greet"})) {
            Cli.Result result = cli.run(call);
            assertEquals(0, result.exitCode());
            assertTrue(result.out().contains("tandem greet"), result.out());
            assertTrue(result.out().contains("--times"), result.out());
            assertTrue(result.out().contains("--json"), result.out());
        }
    }

    @Test
    void aCommandOfTwoWordsIsCalledByBoth() {
        cli.command("mend index", Greet::new).command("mend all", () -> _ -> 7);
        assertEquals(List.of("hello moon"), cli.run("mend", "index", "moon").outLines());
        assertEquals(7, cli.run("-q", "mend", "all").exitCode());
        assertTrue(cli.run("mend", "index", "--help").out().contains("tandem mend index"));
        for (String[] call : List.of(new String[] {"mend", "--help"}, new String[] {"help", "mend"})) {
            assertTrue(cli.run(call).out().contains("mend index  summary of mend index"), cli.run(call).out());
        }
        Cli.Result half = cli.run("mend");
        assertEquals(2, half.exitCode());
        assertTrue(half.err().contains("mend index, mend all"), half.err());
        assertEquals(2, cli.run("mend", "other").exitCode());
    }

    @Test
    void anUnknownCommandIsAUsageErrorWithASuggestion() {
        Cli.Result result = cli.run("great");
        assertEquals(2, result.exitCode());
        assertEquals("", result.out());
        assertTrue(result.err().contains("unknown command 'great'; did you mean 'greet'?"), result.err());
    }

    @Test
    void anUnknownOptionIsAUsageErrorThatNamesTheHelp() {
        Cli.Result result = cli.run("greet", "--nosuch");
        assertEquals(2, result.exitCode());
        assertTrue(result.err().contains("--nosuch"), result.err());
        assertTrue(result.err().contains("tandem greet --help"), result.err());
        assertEquals(2, cli.run("--nosuch", "greet").exitCode());
        assertEquals(2, cli.run("greet", "--times", "many").exitCode());
    }

    @Test
    void globalOptionsMayStandOnBothSidesOfTheCommand() {
        assertEquals("said it at level 2\n", cli.run("-v", "greet", "-v").err());
        assertEquals("said it at level 2\n", cli.run("greet", "-vv").err());
        assertEquals("", cli.run("-q", "greet").err());
        assertEquals("", cli.run("greet", "--quiet").err());
        assertEquals(0, cli.run("--data", "/x", "--no-progress", "greet", "--data=/x").exitCode());
        assertEquals("{\"message_type\":\"greeting\",\"name\":\"world\"}\n", cli.run("--json", "greet").out());
        assertEquals("{\"message_type\":\"greeting\",\"name\":\"world\"}\n", cli.run("greet", "--json").out());
    }

    @Test
    void anArgumentThatBeginsWithAnAtSignIsNoListOfArguments() {
        assertEquals("hello @name\n", cli.run("greet", "@name").out());
    }

    @Test
    void theVersionIsToldAsTextAndAsJson() {
        assertEquals("tandem 1.2.3\n", cli.run("--version").out());
        assertEquals("tandem 1.2.3\n", cli.run("greet", "--version").out());
        assertEquals("{\"message_type\":\"version\",\"version\":\"1.2.3\"}\n", cli.run("--json", "--version").out());
    }

    @ParameterizedTest
    @CsvSource({"NO_REPOSITORY, 10", "LOCKED, 11", "WRONG_PASSWORD, 12", "NOT_FOUND, 1", "EXISTS, 1", "DAMAGED, 1",
        "UNSUPPORTED, 1", "INVALID, 1", "STORAGE, 1"})
    void aFailureOfTheRepositoryHasItsExitCode(RepositoryException.Kind kind, int exitCode) {
        Cli.Result result = with(_ -> {
            throw new RepositoryException(kind, "what failed");
        }).run("work");
        assertEquals(exitCode, result.exitCode());
        assertEquals("error: what failed\n", result.err());
    }

    @Test
    void theExitCodeOfACommandIsTheExitCodeOfTheProcess() {
        for (int exitCode : List.of(0, 1, 3, 4)) {
            assertEquals(exitCode, with(_ -> exitCode).run("work").exitCode());
        }
    }

    @Test
    void anErrorIsAnObjectOnStandardErrorForAProgram() {
        Cli.Result result = with(_ -> {
            throw new RepositoryException(RepositoryException.Kind.LOCKED, "locked by \"x\"");
        }).run("work", "--json");
        assertEquals("", result.out());
        assertEquals("{\"message_type\":\"exit_error\",\"code\":11,\"message\":\"locked by \\\"x\\\"\"}\n",
                result.err());
        JsonObject usage = JsonParser.parseString(cli.run("nosuch", "--json").err()).getAsJsonObject();
        assertEquals(2, usage.get("code").getAsInt());
    }

    @Test
    void aDefectIsOneLineUnlessDetailsAreAskedFor() {
        Body broken = _ -> {
            throw new IllegalStateException("impossible");
        };
        Cli.Result result = with(broken).run("work");
        assertEquals(1, result.exitCode());
        assertEquals("error: internal error: java.lang.IllegalStateException: impossible\n", result.err());
        assertTrue(with(broken).run("work", "-v").err().contains("at dev.tandem.cli."));
    }

    @Test
    void aFileThatIsNotThereIsNamedInWords() {
        Cli.Result result = with(_ -> {
            throw new java.nio.file.NoSuchFileException("/some/file");
        }).run("work");
        assertEquals(1, result.exitCode());
        assertEquals("error: no such file: /some/file\n", result.err());
    }

    @Test
    void anInterruptedJobEndsWith130AndSaysHowToGoOn() {
        Cli cli = new Cli();
        cli.command("work", () -> context -> {
            JobMonitor monitor = context.monitor("work");
            cli.interrupt();
            monitor.checkCancelled();
            return 0;
        });
        Cli.Result result = cli.run("work");
        assertEquals(130, result.exitCode());
        assertTrue(result.err().contains("interrupted: repository and files are whole; run the same command again"),
                result.err());
        assertEquals(List.of(), cli.halts);
    }

    @Test
    void theSecondInterruptEndsTheProcessAtOnce() {
        cli.interrupt();
        cli.interrupt();
        assertEquals(List.of(130), cli.halts);
    }

    @Test
    void aListingWithoutAJobHeedsAnInterrupt() {
        Cli cli = new Cli();
        cli.command("work", () -> context -> {
            context.print("first");
            cli.interrupt();
            context.print("second");
            return 0;
        });
        Cli.Result result = cli.run("work");
        assertEquals(130, result.exitCode());
        assertEquals("first\n", result.out());
    }

    @Test
    void theResultOfAJobThatWasDoneIsToldDespiteALateInterrupt() {
        Cli cli = new Cli();
        cli.command("work", () -> context -> {
            context.monitor("work");
            cli.interrupt();
            context.print("done");
            return 0;
        });
        Cli.Result result = cli.run("work");
        assertEquals(0, result.exitCode());
        assertEquals("done\n", result.out());
    }

    @Test
    void aCancellationOfAnyOriginIs130() {
        assertEquals(130, with(_ -> {
            throw new CancellationException();
        }).run("work").exitCode());
    }

    @Test
    void aReaderThatLeavesEndsTheListingInSilence() {
        Cli cli = with(context -> {
            for (int i = 0; i < 1_000_000; i++) {
                context.print("line " + i);
            }
            return 0;
        });
        cli.readerLeavesAfter = 100_000;
        Cli.Result result = cli.run("work");
        assertEquals(141, result.exitCode());
        assertEquals("", result.err());
    }

    @Test
    void aReaderThatLeavesDoesNotEndAJob() {
        Cli cli = with(context -> {
            JobMonitor monitor = context.monitor("backup");
            monitor.item("new", "/a", 1);
            return 3;
        });
        cli.readerLeavesAfter = 0;
        Cli.Result result = cli.run("work", "--json", "-v");
        assertEquals("", result.err());
        assertEquals(141, result.exitCode());
    }

    @Test
    void nothingOfTerminalsIsWrittenIntoAFile() throws Exception {
        Cli.Result result = with(context -> {
            JobMonitor monitor = context.monitor("backup");
            monitor.expect(10, 1000);
            monitor.advance(1, 100);
            monitor.current("/a");
            monitor.problem(Problem.error("/b", "permission denied"));
            Thread.sleep(500);
            context.print("done");
            return 0;
        }).run("work");
        assertEquals("error: /b: permission denied\n", result.err());
        assertEquals("done\n", result.out());
    }

    private static Cli slowJobOnATerminal() {
        Cli cli = with(context -> {
            JobMonitor monitor = context.monitor("backup");
            monitor.advance(7, 100);
            monitor.current("/some/file");
            Thread.sleep(500);
            monitor.problem(Problem.error("/b", "permission denied"));
            context.print("done");
            return 0;
        });
        cli.errIsTerminal = true;
        return cli;
    }

    @Test
    void aTerminalShowsLiveProgressAndIsCleanAfterwards() {
        String err = slowJobOnATerminal().run("work").err();
        assertTrue(err.contains("7 items"), err);
        assertTrue(err.contains("/some/file"), err);
        assertTrue(err.contains("\u001b[31merror: \u001b[0m/b"), err);
        assertTrue(err.indexOf("\u001b[2A\u001b[0J") < err.indexOf("/b"), err);
    }

    @Test
    void noLiveProgressWhereItIsNotWanted() {
        for (String option : List.of("-q", "--no-progress")) {
            String err = slowJobOnATerminal().run("work", option).err();
            assertFalse(err.contains("items"), err);
            assertTrue(err.contains("permission denied"), err);
        }
        Cli dumb = slowJobOnATerminal();
        dumb.environment.put("TERM", "dumb");
        assertEquals("error: /b: permission denied\n", dumb.run("work").err());
    }

    @Test
    void noColourIsHonoured() {
        Cli cli = slowJobOnATerminal();
        cli.environment.put("NO_COLOR", "1");
        assertTrue(cli.run("work", "--no-progress").err().equals("error: /b: permission denied\n"));
    }

    @Test
    void aNameCannotMoveTheCursor() {
        Cli.Result result = with(context -> {
            context.print("evil\u001b[2Jname\nsecond\u009bx");
            context.say("also\u0007here");
            return 0;
        }).run("work");
        assertEquals("evil\\x1b[2Jname\\x0asecond\\x9bx\n", result.out());
        assertEquals("also\\x07here\n", result.err());
    }

    @Test
    void everythingIsWrittenAsUtf8() {
        assertEquals("hello Grüße 🎉\n", cli.run("greet", "Grüße 🎉").out());
    }

    @Test
    void whatACommandOfAPluginMustNotThrowIsToldAsThePluginsFault() {
        for (Throwable thrown : List.of(new IllegalStateException("boom"), new NoClassDefFoundError("gone"),
                new StackOverflowError())) {
            Cli.Result result = new Cli().pluginCommand("greet", "their.plugin", () -> context -> {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }).run("greet");
            assertEquals(ExitCode.FAILED, result.exitCode());
            assertEquals("error: their.plugin has a fault: the command 'greet' failed with " + thrown + ". If that is a "
                    + "plugin, 'tandem plugin disable their.plugin' takes it out\n", result.err());
        }
    }

    @Test
    void aCommandOfAPluginNeverTakesTheNameOfOneOfOurs() {
        Cli.Result result = new Cli().pluginCommand("restore", "their.plugin", () -> context -> 99)
                .command("restore", () -> context -> 0).run("restore");
        assertEquals(0, result.exitCode());
    }
}
