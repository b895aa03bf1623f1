package dev.tandem.storage.s3;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whose certificates are believed: the system's, and those of a file. The names of hosts are compared all the same. */
final class Trust {
    private Trust() { }

    static SSLContext with(Path file) throws StorageException {
        try {
            KeyStore believed = KeyStore.getInstance(KeyStore.getDefaultType());
            believed.load(null, null);
            for (X509Certificate known : ofTheSystem()) {
                believed.setCertificateEntry("system-" + believed.size(), known);
            }
            for (Certificate added : read(file)) {
                believed.setCertificateEntry("added-" + believed.size(), added);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(believed), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new StorageException(Kind.INVALID, "cannot read certificates from " + file + ", which the setting "
                    + "ca-certificate names: " + e.getMessage(), e);
        }
    }

    private static Collection<? extends Certificate> read(Path file) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    private static X509Certificate[] ofTheSystem() throws GeneralSecurityException {
        return Stream.of(managers(null)).filter(X509TrustManager.class::isInstance).map(X509TrustManager.class::cast)
                .flatMap(manager -> Stream.of(manager.getAcceptedIssuers())).toArray(X509Certificate[]::new);
    }

    private static TrustManager[] managers(KeyStore believed) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(believed);
        return factory.getTrustManagers();
    }
}
