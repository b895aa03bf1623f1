package dev.tandem.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build wrote down: the product's version and the fixed settings of the framework. */
final class Product {
    /** The framework property that tells bundles the product's version. */
    static final String VERSION = "tandem.version";

    private static final String FILE = "framework.properties";

    private Product() { }

    static Properties properties() {
        Properties properties = new Properties();
        try (InputStream in = Product.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("The launcher's jar lacks " + FILE + "; install Tandem anew");
            }
            properties.load(in);
        } catch (IOException broken) {
            throw new UncheckedIOException("The launcher's jar cannot be read; install Tandem anew", broken);
        }
        return properties;
    }

    /** The version as people know it, {@code 0.1.0}. */
    static String version() {
        return properties().getProperty(VERSION).replace("-SNAPSHOT", "");
    }
}
