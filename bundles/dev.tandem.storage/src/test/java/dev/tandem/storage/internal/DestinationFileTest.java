package dev.tandem.storage.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandem.storage.Destination;
import dev.tandem.storage.Location;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationFileTest {
    @TempDir
    Path folder;

    private Installation installation;
    private DestinationFile destinations;

    @BeforeEach
    void install() {
        installation = new Installation(folder);
        destinations = installation.destinations;
    }

    private void given(String json) throws IOException {
        Files.writeString(installation.file(), json.replace('\'', '"'));
    }

    private String written() throws IOException {
        return Files.readString(installation.file()).replace('"', '\'');
    }

    private static Destination destination(String name, String location, Map<String, String> settings) {
        return new Destination(name, Location.parse(location), new TreeMap<>(settings));
    }

    private String mistake() {
        String message = assertThrows(IOException.class, () -> destinations.all()).getMessage();
        assertTrue(message.contains(installation.file().toString()), message);
        return message;
    }

    @Test
    void withoutAFileThereIsNone() throws Exception {
        assertEquals(List.of(), destinations.all());
        assertTrue(destinations.find("nas").isEmpty());
        destinations.remove("nas");
        assertFalse(Files.exists(installation.file()));
    }

    @Test
    void whatIsKeptIsFoundByAnotherReader() throws Exception {
        Destination nas = destination("nas", "sftp://ada@nas:2222/b", Map.of("part-size", "16"));
        destinations.put(nas);
        assertEquals(nas, new Installation(folder).destinations.find("nas").orElseThrow());
        assertEquals("""
                {
                  'nas': {
                    'location': 'sftp://ada@nas:2222/b',
                    'settings': {
                      'part-size': '16'
                    }
                  }
                }
                """, written());
    }

    @Test
    void allAreToldByName() throws Exception {
        given("{'b': {'location': '/b'}, 'a': {'location': '/a'}}");
        assertEquals(List.of("a", "b"), destinations.all().stream().map(Destination::name).toList());
    }

    @Test
    void whatIsNotKnownStaysWhenAnotherPartIsWritten() throws Exception {
        given("{'$comment': {'location': '/x', 'by': null}, 'nas': {'location': '/old', 'colour': ['red', 1.50]}}"
                .replace("$comment", "comment"));
        destinations.put(destination("nas", "/new", Map.of()));
        assertTrue(written().contains("'by': null"), written());
        assertTrue(written().contains("1.50"), written());
        assertTrue(written().contains("'location': '/new'"), written());
    }

    @Test
    void theOlderNamesAreUnderstoodAndReplacedWhenWritten() throws Exception {
        given("{'usb': {'repository': 'repo', 'password_file': 'key', 'password_command': 'pass usb'}}");
        Destination usb = destinations.find("usb").orElseThrow();
        assertEquals(destination("usb", folder.resolve("repo").toString(),
                Map.of(Destination.REPOSITORY_PASSWORD_FILE, folder.resolve("key").toString(),
                        Destination.REPOSITORY_PASSWORD_COMMAND, "pass usb")), usb);
        destinations.put(usb);
        assertFalse(written().contains("password_"), written());
        assertFalse(written().contains("'repository'"), written());
        assertEquals(usb, destinations.find("usb").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"repo, FOLDER/repo", "../repo, PARENT/repo", "/repo, /repo", "~/repo, ~/repo", "sftp:h:x, sftp:h:x",
        "rclone:r:x, rclone:r:x"})
    void relativeFoldersStartAtTheFileAndOthersAreLeftAlone(String written, String meant) throws Exception {
        given("{'a': {'location': '" + written + "'}}");
        assertEquals(meant.replace("FOLDER", folder.toString()).replace("PARENT", folder.getParent().toString()),
                destinations.find("a").orElseThrow().location().text());
    }

    @Test
    void aFolderOfAVolumeCountsFromItsTop() throws Exception {
        given("{'a': {'location': 'repo', 'settings': {'volume': '1A2B-3C4D'}}}");
        assertEquals("repo", destinations.find("a").orElseThrow().location().text());
    }

    @Test
    void numbersAndTruthValuesOfSettingsAreText() throws Exception {
        given("{'a': {'location': '/a', 'settings': {'port': 22, 'fast': true}}}");
        assertEquals(Map.of("port", "22", "fast", "true"), destinations.find("a").orElseThrow().settings());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "{'a': {'location': '/a' 'b'}}                      | at line 1 column 26",
        "{'a': {'location': '/a'                            | not closed",
        "`{'a': `                                           | not closed",
        "``                                                 | not closed",
        "['a']                                              | does not begin with {",
        "{'a': {'location': '/a'}} x                        | this is not JSON at line 1 column 28",
        "{'a': {'location': '/a'}} {}                       | this is not JSON at line 1 column 28",
        "{a: {}}                                            | this is not JSON at line 1 column 3",
        "{'a': {'location': '/a'}, 'a': {'location': '/b'}} | \"a\" is given twice",
        "{'a': {'location': '/a', 'location': '/b'}}        | \"location\" is given twice",
        "{'a': 7}                                           | 'a' is not understood: it must be an object",
        "{'a': {}}                                          | it has no 'location'",
        "{'a': {'location': ''}}                            | a location needs a path",
        "{'a': {'location': 7.5, 'repository': 'x'}}        | both a 'location' and a 'repository'",
        "{'a': {'location': null}}                          | 'location' must be text",
        "{'a': {'location': {}}}                            | 'location' must be text",
        "{'a': {'location': '@b'}}                          | cannot be another destination",
        "{'a': {'location': '/a', 'settings': []}}          | 'settings' must be an object",
        "{'a': {'location': '/a', 'settings': {'x': []}}}   | 'x' must be text",
        "{'a': {'location': '/a', 'settings': {'X y': '1'}}}| 'X y' cannot be the name of a setting",
        "{'a': {'location': '/a\\u0000b'}}                  | is no path on this system",
        "{'A b': {'location': '/a'}}                        | 'A b' cannot be the name of a destination",
        "{'a': {'location': 'sftp://u:secret@h/x'}}         | destination edit a --secret password"})
    void aMistakeIsToldWithTheFileAndThePlace(String json, String told) throws Exception {
        given(json == null ? "" : json.strip());
        String message = mistake();
        assertTrue(message.contains(told), message);
        assertFalse(message.contains("secret@"), message);
    }

    @Test
    void hostileFilesAreRefusedInBoundedSpace() throws Exception {
        given("{'a': ".repeat(200_000 / 6));
        assertTrue(mistake().contains("esting"), mistake());
        Files.write(installation.file(), new byte[2 << 20]);
        assertTrue(mistake().contains("larger than 1 MiB"), mistake());
        Files.write(installation.file(), "{\"\u00e4\": {}}".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(mistake().contains("UTF-8"), mistake());
    }

    @Test
    void aMarkOfUnicodeAtTheBeginningIsNoMistake() throws Exception {
        given("\uFEFF{'a': {'location': '/a'}}");
        assertEquals(1, destinations.all().size());
    }

    @Test
    void aMistakeInOneDoesNotHideAnother() throws Exception {
        given("{'bad': 7, 'good': {'location': '/a'}}");
        assertTrue(destinations.find("good").isPresent());
        destinations.put(destination("new", "/b", Map.of()));
        assertTrue(written().contains("'bad': 7"), written());
    }

    @Test
    void aFileThatIsNotUnderstoodIsNotWrittenOver() throws Exception {
        given("{'a': {'location': '/a'},}");
        assertThrows(IOException.class, () -> destinations.put(destination("b", "/b", Map.of())));
        assertEquals("{'a': {'location': '/a'},}", written());
    }

    @Test
    void theFileIsItsOwnersOnlyAndNothingIsLeftBesideIt() throws Exception {
        given("{}");
        destinations.put(destination("a", "/a", Map.of()));
        try (var files = Files.list(folder)) {
            assertEquals(Set.of("destinations.json", ".destinations.json.lock"),
                    Set.copyOf(files.map(file -> file.getFileName().toString()).toList()));
        }
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no POSIX permissions here");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(installation.file())));
    }

    @Test
    void whereTheFileIsALinkItStaysOne() throws Exception {
        Path real = Files.writeString(Files.createDirectory(folder.resolve("dotfiles")).resolve("d.json"), "{}");
        Files.createSymbolicLink(installation.file(), real);
        destinations.put(destination("a", "/a", Map.of()));
        assertTrue(Files.isSymbolicLink(installation.file()));
        assertTrue(Files.readString(real).contains("/a"));
    }

    @Test
    void aLocationWithAPasswordIsNotWritten() {
        assertThrows(IllegalArgumentException.class,
                () -> destinations.put(destination("a", "rest:https://u:secret@h/", Map.of())));
        assertFalse(Files.exists(installation.file()));
    }

    @Test
    void secretsAreOfOneDestinationAndGoWithIt() throws Exception {
        destinations.put(destination("a", "/a", Map.of()));
        destinations.putSecret("a", "password", "one".toCharArray());
        destinations.putSecret("a", "key", "two".toCharArray());
        destinations.putSecret("a-b", "password", "other".toCharArray());
        assertArrayEquals("one".toCharArray(), destinations.secret("a", "password").orElseThrow());
        assertEquals(Set.of("password", "key"), destinations.secrets("a"));
        destinations.removeSecret("a", "key");
        destinations.remove("a");
        assertEquals(Map.of("destination.a-b.password", "other"), installation.secrets);
        assertEquals("{}\n", written());
    }

    @Test
    void manyWritersLoseNothing() throws Exception {
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                String name = "d" + i;
                threads.submit(() -> {
                    destinations.put(destination(name, "/a", Map.of()));
                    return null;
                });
            }
        }
        assertEquals(20, destinations.all().size());
    }
}
