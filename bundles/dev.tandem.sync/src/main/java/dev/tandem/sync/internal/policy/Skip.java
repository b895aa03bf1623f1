package dev.tandem.sync.internal.policy;

import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import org.osgi.service.component.annotations.Component;

/** Nothing is done; the next run finds the conflict again. */
@Component(property = ConflictPolicy.NAME + "=skip")
public final class Skip implements ConflictPolicy {
    @Override
    public Resolution resolve(Conflict conflict) {
        return new Resolution.Skip();
    }
}
