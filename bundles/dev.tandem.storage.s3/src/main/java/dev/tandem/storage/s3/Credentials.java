package dev.tandem.storage.s3;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.spi.SessionContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * Whose keys a session signs with. The SDK's own chain reads the environment of this process, which may be another one
 * than that of who opens the storage; so the same places are looked at here, in the same order.
 */
final class Credentials {
    private final SessionContext context;
    private final boolean amazon;

    private Credentials(SessionContext context, boolean amazon) {
        this.context = context;
        this.amazon = amazon;
    }

    /**
     * Finds keys: the destination's secrets, the environment, the profile; on Amazon's machines those of the machine.
     *
     * @param amazon whether the service is Amazon's own; nobody else is asked for the keys of a machine
     */
    static AwsCredentialsProvider of(SessionContext context, boolean amazon) throws StorageException {
        var credentials = new Credentials(context, amazon);
        Optional<AwsCredentialsProvider> found = credentials.ofDestination();
        if (found.isEmpty()) {
            found = credentials.ofEnvironment().or(credentials::ofProfile).or(credentials::ofMachine);
        }
        return found.orElseThrow(() -> new StorageException(Kind.DENIED, "there are no keys for S3; give the destination "
                + "the secrets access-key and secret-key, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                + "or AWS_PROFILE"));
    }

    private Optional<AwsCredentialsProvider> ofDestination() throws StorageException {
        Optional<String> key = secret("access-key");
        Optional<String> secret = secret("secret-key");
        if (key.isPresent() != secret.isPresent()) {
            throw new StorageException(Kind.DENIED, "the destination has only one of the secrets access-key and "
                    + "secret-key; give it the other one too");
        }
        return fixed(key, secret, secret("session-token"));
    }

    /** The wiped array is no secret kept: the SDK holds keys as text all the same. */
    private Optional<String> secret(String name) throws StorageException {
        Optional<char[]> secret = context.secret(name);
        Optional<String> text = secret.map(String::new);
        secret.ifPresent(value -> Arrays.fill(value, '\0'));
        return text;
    }

    private Optional<AwsCredentialsProvider> ofEnvironment() {
        return fixed(context.environment("AWS_ACCESS_KEY_ID"), context.environment("AWS_SECRET_ACCESS_KEY"),
                context.environment("AWS_SESSION_TOKEN"));
    }

    private static Optional<AwsCredentialsProvider> fixed(Optional<String> key, Optional<String> secret,
            Optional<String> token) {
        if (key.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(StaticCredentialsProvider.create(token.isPresent()
                ? AwsSessionCredentials.create(key.get(), secret.get(), token.get())
                : AwsBasicCredentials.create(key.get(), secret.get())));
    }

    private Optional<AwsCredentialsProvider> ofProfile() {
        String profile = profileName();
        ProfileFile file = profiles();
        return file.profile(profile).map(found -> ProfileCredentialsProvider.builder()
                .profileFile(file).profileName(profile).build());
    }

    private String profileName() {
        return context.environment("AWS_PROFILE").filter(name -> !name.isBlank()).orElse("default");
    }

    private ProfileFile profiles() {
        var files = ProfileFile.aggregator();
        add(files, "AWS_SHARED_CREDENTIALS_FILE", "credentials", ProfileFile.Type.CREDENTIALS);
        add(files, "AWS_CONFIG_FILE", "config", ProfileFile.Type.CONFIGURATION);
        return files.build();
    }

    private void add(ProfileFile.Aggregator files, String variable, String name, ProfileFile.Type type) {
        Path file = context.environment(variable).map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".aws", name));
        if (Files.isReadable(file)) {
            files.addFile(ProfileFile.builder().content(file).type(type).build());
        }
    }

    private Optional<AwsCredentialsProvider> ofMachine() {
        if (!amazon) {
            return Optional.empty();
        }
        boolean container = context.environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
                .or(() -> context.environment("AWS_CONTAINER_CREDENTIALS_FULL_URI")).isPresent();
        if (container) {
            return Optional.of(ContainerCredentialsProvider.create());
        }
        return context.environment("AWS_EC2_METADATA_DISABLED").filter("true"::equalsIgnoreCase).isPresent()
                ? Optional.empty() : Optional.of(InstanceProfileCredentialsProvider.create());
    }
}
