package dev.tandem.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script for sh")
class StartScriptTest {
    private static final String VERSION = "tandem \\d+\\.\\d+\\.\\d+\\R";

    @TempDir
    private static Path shared;

    /** A portable installation in a folder with a space and letters beyond ASCII. */
    private static Path product;

    @TempDir
    Path folder;

    @BeforeAll
    static void moveTheProductToAnAwkwardFolder() throws IOException {
        product = shared.resolve("an äwkward folder ✓");
        try (Stream<Path> files = Files.walk(Checkout.product())) {
            for (Path file : files.toList()) {
                Files.copy(file, product.resolve(Checkout.product().relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private StartScript tandem() {
        return new StartScript(product.resolve("tandem"), folder);
    }

    @Test
    void theVersionIsToldAndNothingWritten() throws Exception {
        StartScript.Result result = tandem().run("--version");
        assertEquals("", result.errors());
        assertTrue(result.output().matches(VERSION), result.output());
        assertEquals(0, result.code());
        assertFalse(Files.exists(folder.resolve(".tandem")));
    }

    @Test
    void helpListsTheCommands() throws Exception {
        StartScript.Result result = tandem().run("--help");
        assertEquals("", result.errors());
        assertEquals(0, result.code());
        assertTrue(result.output().contains("backup") && result.output().contains("restore"), result.output());
    }

    @Test
    void anUnknownCommandIsAMistakeOfUse() throws Exception {
        StartScript.Result result = tandem().run("no-such-command");
        assertEquals(2, result.code());
        assertEquals("", result.output());
        assertTrue(result.errors().contains("no-such-command"), result.errors());
    }

    @Test
    void aSymbolicLinkFindsTheProduct() throws Exception {
        Path link = Files.createSymbolicLink(shared.resolve("link"), product.resolve("tandem"));
        Path second = Files.createSymbolicLink(shared.resolve("second"), Path.of("link"));
        assertTrue(new StartScript(link, folder).run("--version").output().matches(VERSION));
        assertTrue(new StartScript(second, folder).run("--version").output().matches(VERSION));
    }

    @Test
    void dataGoesToThePersonsHome() throws Exception {
        assertEquals(0, tandem().run("--help").code());
        assertTrue(Files.isDirectory(folder.resolve(".tandem/cache")));
    }

    @Test
    void dataGoesToARelativeFolderWithASpaceAndLettersBeyondAscii() throws Exception {
        assertEquals(0, tandem().with("LC_ALL", "C").run("--data", "dä tä", "--help").code());
        assertTrue(Files.isDirectory(folder.resolve("dä tä/cache")));
        assertEquals(0, tandem().run("--data=zwei ✓", "--help").code());
        assertTrue(Files.isDirectory(folder.resolve("zwei ✓/cache")));
        assertFalse(Files.exists(folder.resolve(".tandem")));
    }

    @Test
    void dataOfAPortableFolderStaysInIt() throws Exception {
        Path portable = Files.createDirectory(product.resolve("data"));
        try {
            assertEquals(0, tandem().run("--help").code());
            assertTrue(Files.isDirectory(portable.resolve("cache")));
            assertFalse(Files.exists(folder.resolve(".tandem")));
        } finally {
            try (Stream<Path> files = Files.walk(portable)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void twoRunAtOnceOnOneDataFolder() throws Exception {
        StartScript script = tandem();
        List<Process> processes = List.of(script.start("--help"), script.start("--help"), script.start("--help"));
        for (Process process : processes) {
            assertEquals(0, script.await(process).code());
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        StartScript.Result result = tandem().run("--data", "file/below", "--help");
        assertEquals(1, result.code());
        assertTrue(result.errors().contains("file/below") && result.errors().contains("--data"), result.errors());
    }

    @Test
    void theFirstStartMakesACacheOfClassesAndADamagedOneDoesNoLastingHarm() throws Exception {
        StartScript script = tandem().without("TANDEM_AOT");
        assertQuiet(script.run("--help"));
        Path cache = folder.resolve(".tandem/cache");
        while (endsWith(cache, ".aot", ".aot.failed").isEmpty() || Files.exists(cache.resolve("training"))) {
            Thread.sleep(100);
        }
        assertEquals(List.of(), endsWith(cache, ".aot.failed"),
                () -> "see the log of the training:\n" + trainingLog());
        assertQuiet(script.run("--help"));

        Path aot = endsWith(cache, ".aot").getFirst();
        Files.write(aot, Arrays.copyOf(Files.readAllBytes(aot), 1_000_000));
        assertQuiet(script.run("--help"));

        noteACrashAfter(aot);
        assertQuiet(script.run("--version"));
        assertFalse(Files.exists(aot), "what may have crashed Java must not be used again");
    }

    private static void assertQuiet(StartScript.Result result) {
        assertEquals("", result.errors());
        assertEquals(0, result.code());
    }

    /** Leaves what Java leaves when it crashes. */
    private void noteACrashAfter(Path aot) throws IOException {
        Path note = Files.writeString(folder.resolve(".tandem/logs/java-1.log"), "");
        Files.setLastModifiedTime(note,
                FileTime.from(Files.getLastModifiedTime(aot).toInstant().plusSeconds(1)));
    }

    @Test
    void withoutAJavaItSaysWhatToInstall() throws Exception {
        StartScript.Result result = onlyKnowing("/no/such/folder").run("--version");
        assertEquals(1, result.code());
        assertEquals("", result.output());
        assertTrue(result.errors().contains("Java 25") && result.errors().contains("JAVA_HOME"), result.errors());
    }

    @Test
    void aJavaThatIsTooOldIsPassedOver() throws Exception {
        Path old = fakeJava("usual/old", "24.0.2");
        fakeJava("usual/young", "25.0.1");
        StartScript.Result result = onlyKnowing(folder.resolve("usual") + "/*")
                .with("JAVA_HOME", old.toString()).run("--version");
        assertEquals("this is 25.0.1\n", result.output());
    }

    @Test
    void javaHomeGoesBeforeTheUsualFolders() throws Exception {
        Path home = fakeJava("home", "26-ea");
        fakeJava("usual/young", "25.0.1");
        StartScript.Result result = onlyKnowing(folder.resolve("usual") + "/*")
                .with("JAVA_HOME", home.toString()).run("--version");
        assertEquals("this is 26-ea\n", result.output());
    }

    @Test
    void aJavaOfPathIsFoundBehindItsLink() throws Exception {
        Path java = fakeJava("real", "25.0.1").resolve("bin/java");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), java);
        StartScript.Result result = onlyKnowing("/no/such/folder")
                .with("PATH", bin + ":/usr/bin:/bin").run("--version");
        assertEquals("this is 25.0.1\n", result.output());
    }

    /** The script beside the product's files, with one folder to look for a Java in, and an empty PATH. */
    private StartScript onlyKnowing(String usualFolder) throws IOException {
        String text = Files.readString(product.resolve("tandem"));
        String changed = text.replaceAll("(?s)    for folder in \\\\\n.*?; do\n",
                "    for folder in " + usualFolder + "; do\n");
        assertNotEquals(text, changed);
        Path script = Files.writeString(folder.resolve("tandem"), changed);
        assertTrue(script.toFile().setExecutable(true));
        Files.createDirectory(folder.resolve("app"));
        return new StartScript(script, folder).with("PATH", folder.resolve("nothing").toString());
    }

    private Path fakeJava(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'this is " + version + "'\n");
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static List<Path> endsWith(Path cache, String... endings) throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith)).toList();
        }
    }

    private String trainingLog() {
        try {
            return Files.readString(folder.resolve(".tandem/logs/training.log"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
