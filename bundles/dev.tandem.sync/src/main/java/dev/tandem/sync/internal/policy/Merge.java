package dev.tandem.sync.internal.policy;

import dev.tandem.model.FileType;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.ConflictPolicy;
import dev.tandem.sync.spi.Resolution;
import dev.tandem.sync.spi.Version;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** Two edits of a file are brought together. */
@Component(property = ConflictPolicy.NAME + "=merge")
public final class Merge implements ConflictPolicy {
    @Override
    public Resolution resolve(Conflict conflict) {
        boolean edits = conflict.kind() == Conflict.Kind.EDIT_EDIT
                && Stream.of(conflict.base(), conflict.left(), conflict.right())
                        .allMatch(version -> version.map(Version::type).filter(FileType.FILE::equals).isPresent());
        return edits ? new Resolution.Merge() : new Resolution.Undecided();
    }
}
