package dev.tandem.backup.internal.store;

/** The two kinds of blobs; the same bytes may exist as either. */
public enum BlobType {
    DATA("data"), TREE("tree");

    private final String json;

    BlobType(String json) {
        this.json = json;
    }

    /** Returns the name in index files. */
    public String json() {
        return json;
    }
}
