package dev.tandem.cli.commands;

import dev.tandem.backup.PruneRequest;
import dev.tandem.backup.PruneRequest.MaxUnused;
import dev.tandem.backup.PruneRequest.Repack;
import dev.tandem.cli.CommandException;
import dev.tandem.cli.Units;
import dev.tandem.command.ExitCode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How thoroughly to prune. */
final class PruneOptions {
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,2}(?:\\.[0-9]+)?)%");

    @Option(names = "--max-unused", paramLabel = "LIMIT", defaultValue = "5%", description = "what may stay though it "
            + "is not needed: a size, a share of the repository, or 'unlimited' (default: 5%%)")
    String maxUnused;

    @Option(names = "--max-repack-size", paramLabel = "SIZE", description = "copy no more than this much (10M, 5G)")
    String maxRepackSize;

    @Option(names = "--max-duration", paramLabel = "TIME",
            description = "stop copying after this time (90s, 15m, 2h); the next prune goes on")
    String maxDuration;

    @Option(names = "--repack-cacheable-only", description = "copy only directories, no data")
    boolean cacheableOnly;

    @Option(names = "--repack-small", description = "put small packs together")
    boolean small;

    @Option(names = "--repack-uncompressed", description = "compress what is not")
    boolean uncompressed;

    PruneRequest request(boolean dryRun) throws CommandException {
        try {
            OptionalLong repackSize = maxRepackSize == null ? OptionalLong.empty()
                    : OptionalLong.of(Units.parseSize(maxRepackSize));
            Optional<Duration> duration = Optional.ofNullable(maxDuration).map(Units::parseDuration);
            return new PruneRequest(limit(maxUnused), repackSize, duration,
                    new Repack(cacheableOnly, small, uncompressed), dryRun);
        } catch (IllegalArgumentException malformed) {
            throw new CommandException(ExitCode.USAGE, malformed.getMessage(), malformed);
        }
    }

    private static MaxUnused limit(String text) {
        if (text.equals("unlimited")) {
            return new MaxUnused.Unlimited();
        }
        Matcher percent = PERCENT.matcher(text);
        return percent.matches() ? new MaxUnused.Percent(Double.parseDouble(percent.group(1)))
                : new MaxUnused.Bytes(Units.parseSize(text));
    }
}
