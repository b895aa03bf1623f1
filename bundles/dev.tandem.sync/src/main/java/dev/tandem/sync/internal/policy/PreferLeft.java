package dev.tandem.sync.internal.policy;

import dev.tandem.sync.Side;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import org.osgi.service.component.annotations.Component;

/** The left side wins, also with a deletion. */
@Component(property = ConflictPolicy.NAME + "=prefer-left")
public final class PreferLeft implements ConflictPolicy {
    @Override
    public Resolution resolve(Conflict conflict) {
        return new Resolution.Prefer(Side.LEFT);
    }
}
