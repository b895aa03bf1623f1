package dev.tandem.scanner.filter;

import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalReader;
import dev.tandem.scan.SourceRule;
import dev.tandem.scan.Verdict;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Optional;

/** Finds out which rule decides on a path, going down to it from its source as a backup does. */
record Explanation(LocalReader reader, CompiledRules rules, RawPath source) {
    /** Explains a path of the source. */
    Verdict of(RawPath path) {
        if (!path.startsWith(source)) {
            throw new IllegalArgumentException(path + " is not in " + source);
        }
        List<RawName> names = path.names();
        RawPath at = source;
        Optional<Verdict> decided = look(at);
        for (int i = source.names().size(); i < names.size() && decided.isEmpty(); i++) {
            at = at.child(names.get(i));
            decided = look(at);
        }
        return decided.map(verdict -> verdict instanceof Verdict.Absent ? absent(verdict, path) : verdict)
                .orElseGet(() -> new Verdict.Included(path, rules.takenBack(path)));
    }

    /** Returns what ends the way down at this path, if anything does. */
    private Optional<Verdict> look(RawPath at) {
        Optional<SourceRule> byName = rules.excludedByName(at);
        if (byName.isPresent()) {
            return Optional.of(new Verdict.Excluded(at, byName.get()));
        }
        try {
            FileStat stat = reader.stat(at);
            return stat.type() == FileType.SOCKET ? Optional.of(new Verdict.Socket(at))
                    : rules.excluded(at, stat).map(rule -> new Verdict.Excluded(at, rule));
        } catch (NoSuchFileException | NotDirectoryException missing) {
            return Optional.of(new Verdict.Absent(at));
        } catch (IOException unreadable) {
            return Optional.of(new Verdict.Unreadable(at, reason(unreadable)));
        }
    }

    /** Of what is not there the names still tell whether it would be left out. */
    private Verdict absent(Verdict missing, RawPath path) {
        return rules.excludedByName(path).<Verdict>map(rule -> new Verdict.Excluded(path, rule)).orElse(missing);
    }

    private static String reason(IOException failed) {
        return switch (failed) {
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            case FileSystemException known when known.getReason() != null -> known.getReason();
            default -> failed.toString();
        };
    }
}
