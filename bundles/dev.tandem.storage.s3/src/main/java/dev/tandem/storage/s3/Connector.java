package dev.tandem.storage.s3;

import dev.tandem.storage.StorageException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.utils.AttributeMap;

/** Makes clients of the SDK that do what they are told, whatever the environment of this process says. */
final class Connector {
    /** Where requests for Amazon go as long as nobody knows better, and what most other services call theirs. */
    static final String USUAL_REGION = "us-east-1";

    private Connector() { }

    /** Returns a client that the caller closes, and the connections with it. */
    static S3Client connect(Options options, AwsCredentialsProvider credentials, String region, Duration patience)
            throws StorageException {
        Optional<SSLContext> trust = options.trusted().isPresent()
                ? Optional.of(Trust.with(options.trusted().get())) : Optional.empty();
        // The SDK looks for its parts with the loader of the thread, which knows nothing of what is inside this bundle.
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Connector.class.getClassLoader());
        try {
            return client(options, credentials, region, new Http(trust, patience));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static S3Client client(Options options, AwsCredentialsProvider credentials, String region, Http http) {
        // Signing in chunks stores their framing with the content on some servers.
        var usage = S3Configuration.builder().chunkedEncodingEnabled(false).build();
        return S3Client.builder().httpClientBuilder(new Ready(http)).credentialsProvider(credentials).region(Region.of(region))
                .endpointOverride(options.endpoint().orElseGet(() -> amazon(region)))
                .forcePathStyle(options.pathStyle())
                .requestChecksumCalculation(options.checksum())
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .disableS3ExpressSessionAuth(true)
                .serviceConfiguration(usage)
                .overrideConfiguration(overrides())
                .build();
    }

    /** A client that is given as a builder is closed with the SDK's. */
    private record Ready(Http http) implements SdkHttpClient.Builder<Ready> {
        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return http;
        }
    }

    /** No attempt is repeated here: who opened the storage does that, and knows what may be repeated. */
    private static ClientOverrideConfiguration overrides() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                .defaultProfileFile(ProfileFile.aggregator().build())
                .addExecutionInterceptor(new BoundedAnswers())
                .addExecutionInterceptor(new EncodedNames.Kept())
                .build();
    }

    private static URI amazon(String region) {
        return URI.create("https://" + S3Client.serviceMetadata().endpointFor(Region.of(region)));
    }
}
