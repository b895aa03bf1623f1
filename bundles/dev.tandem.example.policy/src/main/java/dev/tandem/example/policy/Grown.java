package dev.tandem.example.policy;

import dev.tandem.model.FileType;
import dev.tandem.sync.Side;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import dev.tandem.sync.spi.Version;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Of two edits of a file the one wins that added more to it, as in a diary; and an edit wins over a deletion. Chosen by
 * {@code --conflict grown}.
 */
@Component(property = ConflictPolicy.NAME + "=grown")
public final class Grown implements ConflictPolicy {
    @Override
    public Resolution resolve(Conflict conflict) {
        if (conflict.left().isEmpty() || conflict.right().isEmpty()) {
            return new Resolution.Prefer(conflict.left().isPresent() ? Side.LEFT : Side.RIGHT);
        }
        long left = growth(conflict.base(), conflict.left().get());
        long right = growth(conflict.base(), conflict.right().get());
        // Whoever cannot tell says so: then both versions stay.
        return left == right ? new Resolution.Undecided() : new Resolution.Prefer(left > right ? Side.LEFT : Side.RIGHT);
    }

    /** Returns by how much a file grew; what is no file, or shrank, did not grow. */
    private static long growth(Optional<Version> base, Version now) {
        long before = base.filter(version -> version.type() == FileType.FILE).map(Version::size).orElse(0L);
        return now.type() == FileType.FILE ? Math.max(0, now.size() - before) : 0;
    }
}
