package dev.tandem.storage.webdav;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.spi.Quota;
import dev.tandem.storage.webdav.Resource.Property;
import java.util.OptionalLong;

/** How much room the server says there is (RFC 4331). */
record DavQuota(Dav dav) implements Quota {
    @Override
    public OptionalLong free() throws StorageException {
        return dav.room().number(Property.QUOTA_AVAILABLE_BYTES);
    }

    @Override
    public OptionalLong total() throws StorageException {
        Resource room = dav.room();
        OptionalLong free = room.number(Property.QUOTA_AVAILABLE_BYTES);
        OptionalLong used = room.number(Property.QUOTA_USED_BYTES);
        return free.isPresent() && used.isPresent() ? OptionalLong.of(free.getAsLong() + used.getAsLong())
                : OptionalLong.empty();
    }
}
