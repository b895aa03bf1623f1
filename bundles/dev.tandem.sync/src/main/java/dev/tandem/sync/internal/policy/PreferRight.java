package dev.tandem.sync.internal.policy;

import dev.tandem.sync.Side;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import org.osgi.service.component.annotations.Component;

/** The right side wins, also with a deletion. */
@Component(property = ConflictPolicy.NAME + "=prefer-right")
public final class PreferRight implements ConflictPolicy {
    @Override
    public Resolution resolve(Conflict conflict) {
        return new Resolution.Prefer(Side.RIGHT);
    }
}
