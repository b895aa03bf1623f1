package dev.tandem.backup;

/** The kinds of files a repository is made of. */
public enum FileKind {
    CONFIG, KEY, LOCK, SNAPSHOT, INDEX, PACK
}
