package dev.tandem.storage.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.Storages.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;

class CredentialsTest {
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path home;

    @BeforeEach
    void noFilesButOurs() {
        environment.put("AWS_SHARED_CREDENTIALS_FILE", home.resolve("credentials").toString());
        environment.put("AWS_CONFIG_FILE", home.resolve("config").toString());
    }

    private AwsCredentialsProvider find(Map<String, String> secrets, boolean amazon) throws StorageException {
        return Credentials.of(Buckets.context(Mode.EXISTING, Map.of(), secrets, environment), amazon);
    }

    private String keyFound(Map<String, String> secrets) throws StorageException {
        return find(secrets, false).resolveCredentials().accessKeyId();
    }

    @Test
    void theDestinationsKeysGoBeforeTheEnvironmentAndThatBeforeTheProfile() throws Exception {
        Files.writeString(home.resolve("credentials"), """
                [default]
                aws_access_key_id = of-default
                aws_secret_access_key = hush
                [work]
                aws_access_key_id = of-work
                aws_secret_access_key = hush
                """);
        assertEquals("of-default", keyFound(Map.of()));
        environment.put("AWS_PROFILE", "work");
        assertEquals("of-work", keyFound(Map.of()));
        environment.putAll(Map.of("AWS_ACCESS_KEY_ID", "of-environment", "AWS_SECRET_ACCESS_KEY", "hush"));
        assertEquals("of-environment", keyFound(Map.of()));
        assertEquals("of-destination", keyFound(Map.of("access-key", "of-destination", "secret-key", "hush")));
    }

    @Test
    void temporaryKeysHaveTheirToken() throws Exception {
        environment.putAll(Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "hush", "AWS_SESSION_TOKEN", "one"));
        assertEquals("one", assertInstanceOf(AwsSessionCredentials.class, find(Map.of(), false).resolveCredentials())
                .sessionToken());
        assertEquals("two", assertInstanceOf(AwsSessionCredentials.class, find(Map.of("access-key", "key", "secret-key",
                "hush", "session-token", "two"), false).resolveCredentials()).sessionToken());
    }

    @Test
    void halfAKeyIsDenied() {
        for (String only : new String[] {"access-key", "secret-key"}) {
            assertEquals(Kind.DENIED, assertThrows(StorageException.class, () -> find(Map.of(only, "x"), true)).kind());
        }
    }

    @Test
    void withoutAnyKeysItIsDeniedAndTheMachineIsAskedForAmazonOnly() throws Exception {
        assertEquals(Kind.DENIED, assertThrows(StorageException.class, () -> find(Map.of(), false)).kind());
        assertInstanceOf(InstanceProfileCredentialsProvider.class, find(Map.of(), true));
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        assertEquals(Kind.DENIED, assertThrows(StorageException.class, () -> find(Map.of(), true)).kind());
    }
}
