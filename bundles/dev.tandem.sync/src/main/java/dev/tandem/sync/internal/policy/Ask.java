package dev.tandem.sync.internal.policy;

import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import org.osgi.service.component.annotations.Component;

/** A person decides. */
@Component(property = ConflictPolicy.NAME + "=ask")
public final class Ask implements ConflictPolicy {
    @Override
    public Resolution resolve(Conflict conflict) {
        return new Resolution.Ask();
    }
}
