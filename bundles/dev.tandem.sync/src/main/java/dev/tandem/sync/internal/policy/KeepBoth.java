package dev.tandem.sync.internal.policy;

import dev.tandem.model.FileType;
import dev.tandem.sync.Side;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import dev.tandem.sync.spi.Version;
import java.util.Comparator;
import org.osgi.service.component.annotations.Component;

/**
 * Both versions stay. The name is kept by what was not deleted; by a directory, as more depends on its name; else by
 * the newer version, and of two of one age by one that is the same whichever side is which.
 */
@Component(property = ConflictPolicy.NAME + "=keep-both")
public final class KeepBoth implements ConflictPolicy {
    private static final Comparator<Version> KEEPS_NAME =
            Comparator.comparing((Version version) -> version.type() == FileType.DIRECTORY)
                    .thenComparing(Version::modified).thenComparing(Version::content).thenComparing(Version::type)
                    .thenComparing(Version::size);

    @Override
    public Resolution resolve(Conflict conflict) {
        boolean left = conflict.right().isEmpty() || conflict.left().isPresent()
                && KEEPS_NAME.compare(conflict.left().get(), conflict.right().get()) >= 0;
        return new Resolution.KeepBoth(left ? Side.LEFT : Side.RIGHT);
    }
}
