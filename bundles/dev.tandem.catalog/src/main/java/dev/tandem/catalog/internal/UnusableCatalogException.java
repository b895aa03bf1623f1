package dev.tandem.catalog.internal;

/**
 * The file of a catalog is of no use: damaged, of another schema or key, or mostly about snapshots that are gone. It is
 * made anew, so no person hears of it.
 */
final class UnusableCatalogException extends RuntimeException {
    UnusableCatalogException(String message) {
        super(message);
    }

    UnusableCatalogException(String message, Throwable cause) {
        super(message, cause);
    }
}
