package dev.tandem.catalog.internal;

import java.nio.file.Path;

/** Holds a catalog open until it is killed; run in a process of its own. */
final class CatalogHolder {
    private CatalogHolder() { }

    public static void main(String[] arguments) throws Exception {
        try (Catalog catalog = Catalog.open(Path.of(arguments[0]), arguments[1].toCharArray()).orElseThrow()) {
            catalog.snapshots();
            System.out.println("open");
            Thread.sleep(600_000);
        }
    }
}
