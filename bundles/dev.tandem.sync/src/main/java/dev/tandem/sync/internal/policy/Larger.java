package dev.tandem.sync.internal.policy;

import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import dev.tandem.sync.spi.Version;
import java.util.Comparator;
import org.osgi.service.component.annotations.Component;

/** The larger version wins. */
@Component(property = ConflictPolicy.NAME + "=larger")
public final class Larger implements ConflictPolicy {
    @Override
    public Resolution resolve(Conflict conflict) {
        return Comparing.greater(conflict, Comparator.comparing(Version::size));
    }
}
