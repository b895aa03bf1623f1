package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.Comparison;
import dev.tandem.sync.LinkRule;
import dev.tandem.sync.NameRules;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** What of files, folders and links counts. */
final class ItemOptions {
    /** Which permissions are kept in step. */
    enum Permissions {
        FULL(0777), EXEC(0111), OFF(0);

        private final int mask;

        Permissions(int mask) {
            this.mask = mask;
        }
    }

    /** What becomes of folders that hold nothing. */
    enum EmptyFolders { KEEP, PRUNE }

    /** Which Unicode forms of a name are the same. */
    enum Unicode { NFC, OFF }

    @Option(names = "--compare", paramLabel = "WHAT[,WHAT]", defaultValue = "hash", description = "what makes files "
            + "equal that were not seen equal before: size; mtime (with the size); hash, their bytes; the strictest of "
            + "a list counts (default: ${DEFAULT-VALUE})")
    String compare = "hash";

    @Option(names = "--empty-dirs", paramLabel = "WHAT", defaultValue = "keep", description = "keep folders that hold "
            + "nothing in step too, or prune them (default: ${DEFAULT-VALUE})")
    EmptyFolders emptyFolders = EmptyFolders.KEEP;

    @Option(names = "--case-fold", description = "names, and patterns, that differ in case only are the same")
    boolean foldCase;

    @Option(names = "--unicode", paramLabel = "FORM", defaultValue = "nfc", description = "nfc: names that differ in "
            + "their Unicode form only are the same; off: they are not (default: ${DEFAULT-VALUE})")
    Unicode unicode = Unicode.NFC;

    @Option(names = "--links", paramLabel = "HOW", defaultValue = "keep", description = "symbolic links: keep them as "
            + "they are; portable, skip those that lead out of the folder; or ignore all (default: ${DEFAULT-VALUE})")
    LinkRule links = LinkRule.KEEP;

    @Option(names = "--times", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "keep times of modification in step (this is the default)")
    boolean times = true;

    @Option(names = "--perms", paramLabel = "WHICH", defaultValue = "full", description = "permissions: full; exec, "
            + "only whether a file can be run; or off (default: ${DEFAULT-VALUE})")
    Permissions permissions = Permissions.FULL;

    @Option(names = "--owner", description = "keep owner and group in step, by number")
    boolean owner;

    @Option(names = "--xattrs", description = "keep extended attributes and ACLs in step")
    boolean extended;

    Comparison comparison() throws CommandException {
        Set<Comparison> asked = new HashSet<>();
        for (String word : compare.split(",", -1)) {
            asked.add(switch (word.strip()) {
                case "size" -> Comparison.SIZE;
                case "mtime" -> Comparison.SIZE_AND_TIME;
                case "hash" -> Comparison.CONTENT;
                default -> throw CommandException.usage("--compare: '" + word + "' is none of size, mtime, hash");
            });
        }
        // Equal bytes are of equal size, and times may not contradict them: the strictest says all the others do.
        return asked.contains(Comparison.CONTENT) ? Comparison.CONTENT
                : asked.contains(Comparison.SIZE_AND_TIME) ? Comparison.SIZE_AND_TIME : Comparison.SIZE;
    }

    AttributeRules attributes() {
        return new AttributeRules(times, permissions.mask, owner, extended);
    }

    NameRules names() {
        return new NameRules(foldCase, unicode == Unicode.NFC);
    }

    boolean keepsEmptyFolders() {
        return emptyFolders == EmptyFolders.KEEP;
    }
}
