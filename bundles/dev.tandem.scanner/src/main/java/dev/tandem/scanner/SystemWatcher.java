package dev.tandem.scanner;

import dev.tandem.model.RawPath;
import dev.tandem.scan.LocalWatcher;
import dev.tandem.scanner.linux.LinuxWatcher;
import dev.tandem.scanner.nio.NioWatcher;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Watches with the variant for this system. */
@Component
public final class SystemWatcher implements LocalWatcher {
    private final SystemVariant<LocalWatcher> variant = new SystemVariant<>(LinuxWatcher::new, NioWatcher::new);

    /** Chooses the variant when it is first needed. */
    @Activate
    public SystemWatcher() {
    }

    @Override
    public Watch watch(List<RawPath> roots, WatchFilter filter, Listener listener) throws IOException {
        return variant.get().watch(roots, filter, listener);
    }
}
