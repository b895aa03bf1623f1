package dev.tandem.sync;

/** What makes two files equal where that was not known before. */
public enum Comparison {
    /** Their bytes: both are read where their sizes are equal. */
    CONTENT,
    /** Their sizes and times of modification; faster, for files nobody changes without changing the time. */
    SIZE_AND_TIME,
    /** Their sizes alone. */
    SIZE
}
