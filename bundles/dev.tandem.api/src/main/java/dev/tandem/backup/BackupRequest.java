package dev.tandem.backup;

import dev.tandem.model.RawPath;
import dev.tandem.scan.SourceRules;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What to back up and how. Made by {@link #of} or {@link #ofStream} and the {@code with} methods.
 *
 * @param sources     files and folders, absolute or relative to {@code workingDirectory}; a relative one is recorded by
 *                    its relative name, as restic does
 * @param workingDirectory where relative sources start, absolute
 * @param stream      bytes to back up as one file instead of sources
 * @param rules       what to leave out
 * @param tags        words to attach
 * @param hostname    machine to record
 * @param time        time to record; now where empty
 * @param parent      snapshot to compare with; the best one where empty
 * @param force       read every file, whatever the parent says
 * @param ignoreChangeTime an unequal ctime does not make a file changed
 * @param ignoreInode an unequal inode or ctime does not make a file changed
 * @param withAccessTime record access times
 * @param dryRun      find out what would be added, write nothing
 * @param compression how hard to compress
 * @param acceptEmpty a source that is empty now, but was not in the parent, is no problem
 */
public record BackupRequest(List<RawPath> sources, RawPath workingDirectory, Optional<Stream> stream, SourceRules rules,
        List<String> tags, String hostname, Optional<OffsetDateTime> time, Optional<Id> parent, boolean force,
        boolean ignoreChangeTime, boolean ignoreInode, boolean withAccessTime, boolean dryRun,
        Compression compression, boolean acceptEmpty) {

    /**
     * Bytes from somewhere else than a file.
     *
     * @param name  path to record them under, {@code /stdin}
     * @param bytes read to its end and not closed
     */
    public record Stream(RawPath name, InputStream bytes) { }

    public BackupRequest {
        sources = List.copyOf(sources);
        tags = List.copyOf(tags);
        Objects.requireNonNull(hostname);
    }

    /** Backs up files and folders, with every choice at its default. */
    public static BackupRequest of(List<RawPath> sources, RawPath workingDirectory, String hostname) {
        return new BackupRequest(sources, workingDirectory, Optional.empty(), SourceRules.EVERYTHING, List.of(),
                hostname, Optional.empty(), Optional.empty(), false, false, false, false, false, Compression.AUTO,
                false);
    }

    /** Backs up a stream, with every choice at its default. */
    public static BackupRequest ofStream(Stream stream, String hostname) {
        return new BackupRequest(List.of(), RawPath.ROOT, Optional.of(stream), SourceRules.EVERYTHING, List.of(),
                hostname, Optional.empty(), Optional.empty(), false, false, false, false, false, Compression.AUTO,
                false);
    }

    /** Returns this with other rules. */
    public BackupRequest withRules(SourceRules value) {
        return new BackupRequest(sources, workingDirectory, stream, value, tags, hostname, time, parent, force,
                ignoreChangeTime, ignoreInode, withAccessTime, dryRun, compression, acceptEmpty);
    }

    /** Returns this with other words to attach. */
    public BackupRequest withTags(List<String> value) {
        return new BackupRequest(sources, workingDirectory, stream, rules, value, hostname, time, parent, force,
                ignoreChangeTime, ignoreInode, withAccessTime, dryRun, compression, acceptEmpty);
    }

    /** Returns this with a time to record. */
    public BackupRequest withTime(OffsetDateTime value) {
        return new BackupRequest(sources, workingDirectory, stream, rules, tags, hostname, Optional.of(value), parent,
                force, ignoreChangeTime, ignoreInode, withAccessTime, dryRun, compression, acceptEmpty);
    }

    /** Returns this with a parent to compare with. */
    public BackupRequest withParent(Id value) {
        return new BackupRequest(sources, workingDirectory, stream, rules, tags, hostname, time, Optional.of(value),
                force, ignoreChangeTime, ignoreInode, withAccessTime, dryRun, compression, acceptEmpty);
    }

    /** Returns this with other rules for telling what changed. */
    public BackupRequest withChangeDetection(boolean forced, boolean ignoringChangeTime, boolean ignoringInode) {
        return new BackupRequest(sources, workingDirectory, stream, rules, tags, hostname, time, parent, forced,
                ignoringChangeTime, ignoringInode, withAccessTime, dryRun, compression, acceptEmpty);
    }

    /** Returns this recording access times, or not. */
    public BackupRequest withAccessTime(boolean value) {
        return new BackupRequest(sources, workingDirectory, stream, rules, tags, hostname, time, parent, force,
                ignoreChangeTime, ignoreInode, value, dryRun, compression, acceptEmpty);
    }

    /** Returns this as a dry run, or not. */
    public BackupRequest withDryRun(boolean value) {
        return new BackupRequest(sources, workingDirectory, stream, rules, tags, hostname, time, parent, force,
                ignoreChangeTime, ignoreInode, withAccessTime, value, compression, acceptEmpty);
    }

    /** Returns this with another compression. */
    public BackupRequest withCompression(Compression value) {
        return new BackupRequest(sources, workingDirectory, stream, rules, tags, hostname, time, parent, force,
                ignoreChangeTime, ignoreInode, withAccessTime, dryRun, value, acceptEmpty);
    }

    /** Returns this accepting sources that became empty, or not. */
    public BackupRequest withAcceptEmpty(boolean value) {
        return new BackupRequest(sources, workingDirectory, stream, rules, tags, hostname, time, parent, force,
                ignoreChangeTime, ignoreInode, withAccessTime, dryRun, compression, value);
    }
}
