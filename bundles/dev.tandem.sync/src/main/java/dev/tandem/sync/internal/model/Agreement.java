package dev.tandem.sync.internal.model;

import dev.tandem.sync.AttributeRules;

/**
 * Tells which attributes count as equal.
 *
 * @param rules       which are kept in step, as far as both sides can hold them
 * @param granularity times that are less than this many nanoseconds apart are the same time
 */
public record Agreement(AttributeRules rules, long granularity) {
    /** Tells whether nothing that counts differs. */
    public boolean same(Attributes one, Attributes other, boolean directory) {
        return samePermissions(one, other)
                && (directory || sameTime(one, other))
                && (!rules.owner() || one.uid() == other.uid() && one.gid() == other.gid())
                && (!rules.extended() || one.extended().equals(other.extended()));
    }

    /** Tells whether the permissions that count are equal. */
    public boolean samePermissions(Attributes one, Attributes other) {
        return ((one.permissions() ^ other.permissions()) & rules.permissionMask()) == 0;
    }

    /** Tells whether the times do not differ, or do not count. */
    public boolean sameTime(Attributes one, Attributes other) {
        if (!rules.times() || one.modified() == other.modified()) {
            return true;
        }
        long apart = Math.abs(one.modified() - other.modified());
        // The difference of times that are ages apart overflows to any number.
        return apart >= 0 && apart < granularity && Long.signum(one.modified()) * Long.signum(other.modified()) >= 0;
    }
}
