package dev.tandem.catalog.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tandem.backup.Repository;
import dev.tandem.backup.SnapshotFilter;
import dev.tandem.catalog.FileQuery;
import dev.tandem.catalog.FoundPath;
import dev.tandem.job.JobMonitor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with the file of the index, the answers are right and nobody hears of it. */
class DamagedCatalogTest {
    @TempDir
    private Path folder;

    private Installation installation;
    private List<FoundPath> right;

    @BeforeEach
    void anIndexedRepository() throws IOException {
        installation = new Installation(folder);
        ChangingFolder source = new ChangingFolder(folder.resolve("one"), 3);
        for (int round = 0; round < 3; round++) {
            source.change(80);
            installation.backup("host", folder.resolve("one"));
        }
        right = answer();
        assertFalse(right.isEmpty());
    }

    private List<FoundPath> answer() throws IOException {
        List<FoundPath> found = new ArrayList<>();
        Problems problems = new Problems();
        try (Repository repository = installation.open()) {
            FileQuery everything = FileQuery.of(repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT), "*");
            assertEquals(0, installation.index().find(repository, everything, problems, found::add));
        }
        assertEquals(List.of(), problems.all());
        return found;
    }

    private void assertRightWith(byte[] file) throws IOException {
        Files.write(installation.file(), file);
        assertEquals(right, answer());
        assertEquals(right, answer());
    }

    @Test
    void bytesThatChangedAnywhere() throws IOException {
        byte[] sound = Files.readAllBytes(installation.file());
        Random random = new Random(11);
        for (int i = 0; i < 40; i++) {
            byte[] damaged = sound.clone();
            int at = random.nextInt(damaged.length);
            Arrays.fill(damaged, at, Math.min(damaged.length, at + random.nextInt(1, 300)), (byte) random.nextInt());
            assertRightWith(damaged);
        }
    }

    @Test
    void aFileThatIsCutShort() throws IOException {
        byte[] sound = Files.readAllBytes(installation.file());
        for (int length : new int[] {0, 1, 100, 4096, 8192, sound.length / 2, sound.length - 1}) {
            assertRightWith(Arrays.copyOf(sound, length));
        }
    }

    @Test
    void aFileOfSomethingElse() throws IOException {
        byte[] noise = new byte[50_000];
        new Random(1).nextBytes(noise);
        assertRightWith(noise);
        assertRightWith("not a database".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aFileOfAnotherKey() throws IOException {
        Path file = installation.file();
        Files.delete(file);
        Catalog.open(file, "another key".toCharArray()).orElseThrow().close();
        assertEquals(right, answer());
    }

    @Test
    void aFileOfAnotherSchema() throws IOException {
        Path file = installation.file();
        try (Repository repository = installation.open()) {
            new CatalogFiles(installation).use(repository, _ -> null);
            char[] key = CatalogFiles.key(repository);
            try (MVStore store = new MVStore.Builder().fileName(file.toString()).encryptionKey(key).open()) {
                store.setStoreVersion(Catalog.SCHEMA + 1);
                store.openMap("of the future").put("key", "value");
                store.commit();
            }
        }
        assertEquals(right, answer());
    }

    @Test
    void aListingThatIsMissingMakesTheAnswerBeginAnewAndTellsNothingTwice() throws IOException {
        try (Repository repository = installation.open()) {
            try (MVStore store = new MVStore.Builder().fileName(installation.file().toString())
                    .encryptionKey(CatalogFiles.key(repository)).open()) {
                MVMap<Long, byte[]> listings = store.openMap("listings", new MVMap.Builder<Long, byte[]>()
                        .keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
                listings.remove(listings.lastKey());
                store.commit();
            }
        }
        assertEquals(right, answer());
    }

    @Test
    void nothingOfWhatFilesAreNamedIsReadableInTheFile() throws IOException {
        Path source = Files.createDirectories(folder.resolve("secret"));
        Files.writeString(source.resolve("plans-for-the-coup.txt"), "");
        installation.backup("host", source);
        answer();
        String raw = Files.readString(installation.file(), StandardCharsets.ISO_8859_1);
        assertFalse(raw.contains("coup"));
    }

    @Test
    void whatAnotherProcessHoldsIsAnsweredWithoutIt() throws Exception {
        Path file = installation.file();
        Process holder = holdInAnotherProcess(file);
        try {
            assertEquals(right, answer());
            try (Stream<Path> scratch = Files.list(installation.cache())) {
                // What backups remember is beside it.
                assertTrue(scratch.allMatch(path -> path.endsWith("trees")), "the scratch index was taken away");
            }
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertEquals(right, answer());
    }

    private Process holdInAnotherProcess(Path file) throws IOException {
        String key;
        try (Repository repository = installation.open()) {
            key = new String(CatalogFiles.key(repository));
        }
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), CatalogHolder.class.getName(), file.toString(), key)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader said = new BufferedReader(new InputStreamReader(holder.getInputStream(),
                StandardCharsets.US_ASCII));
        assertEquals("open", said.readLine());
        return holder;
    }

    @Test
    void aTreeThatCannotBeReadIsToldAndFoundOnceItCan() throws IOException {
        Files.delete(installation.file());
        Path data = installation.repository().resolve("data");
        List<Path> packs;
        try (Stream<Path> all = Files.walk(data)) {
            packs = all.filter(Files::isRegularFile).toList();
        }
        byte[][] sound = new byte[packs.size()][];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = Files.readAllBytes(packs.get(i));
            byte[] damaged = sound[i].clone();
            for (int at = 0; at < damaged.length - 2000; at += 700) {
                damaged[at] ^= 1;
            }
            Files.setPosixFilePermissions(packs.get(i), PosixFilePermissions.fromString("rw-------"));
            Files.write(packs.get(i), damaged, StandardOpenOption.TRUNCATE_EXISTING);
        }
        List<FoundPath> found = new ArrayList<>();
        Problems problems = new Problems();
        try (Repository repository = installation.open()) {
            FileQuery everything = FileQuery.of(repository.snapshots(SnapshotFilter.ALL, JobMonitor.SILENT), "*");
            long unreadable = installation.index().find(repository, everything, problems, found::add);
            assertTrue(unreadable > 0);
            assertEquals(unreadable, problems.all().size());
        }
        for (int i = 0; i < sound.length; i++) {
            Files.write(packs.get(i), sound[i], StandardOpenOption.TRUNCATE_EXISTING);
        }
        Files.writeString(folder.resolve("one").resolve("one more"), "");
        installation.backup("host", folder.resolve("one"));
        List<FoundPath> retried = answer();
        Files.delete(installation.file());
        assertEquals(answer(), retried);
    }
}
