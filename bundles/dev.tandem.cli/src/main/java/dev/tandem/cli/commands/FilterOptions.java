package dev.tandem.cli.commands;

import dev.tandem.backup.SnapshotFilter;
import dev.tandem.command.CommandContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** Which snapshots are meant, by what is recorded of them. */
abstract class FilterOptions {
    @Option(names = "--tag", paramLabel = "TAG[,TAG…]",
            description = "only snapshots with all these tags (repeatable: any of the lists; '' means untagged)")
    List<String> tags = new ArrayList<>();

    @Option(names = "--path", paramLabel = "PATH", description = "only snapshots of this path (repeatable: of all)")
    List<String> paths = new ArrayList<>();

    /** Returns the machines that are meant, none for all. */
    abstract List<String> hosts();

    SnapshotFilter filter(CommandContext context) {
        return new SnapshotFilter(hosts(), tags.stream().map(FilterOptions::split).toList(),
                paths.stream().map(path -> context.workingDirectory().resolve(path).toString()).toList());
    }

    /** Returns the tags of a list with commas; of the empty text, one empty tag. */
    static List<String> split(String list) {
        List<String> tags = words(list);
        return tags.isEmpty() ? List.of("") : tags;
    }

    /** Returns the words of a list with commas. */
    static List<String> words(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
    }
}
