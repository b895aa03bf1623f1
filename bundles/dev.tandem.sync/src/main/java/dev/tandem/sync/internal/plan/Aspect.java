package dev.tandem.sync.internal.plan;

import dev.tandem.model.FileType;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.internal.model.Attributes;

/** One of the attributes that are kept in step, each by itself. */
enum Aspect {
    /** The time of modification, of files: that of a directory is a matter of its side. */
    TIME {
        @Override
        boolean counts(AttributeRules rules, FileType type) {
            return rules.times() && type == FileType.FILE;
        }

        @Override
        boolean equal(Attributes one, Attributes other, AttributeRules rules, long granularity) {
            long lower = Math.min(one.modified(), other.modified());
            long higher = Math.max(one.modified(), other.modified());
            // The difference of two that are far apart overflows and is negative.
            long difference = higher - lower;
            return difference >= 0 && difference < granularity;
        }

        @Override
        Attributes give(Attributes from, Attributes to, AttributeRules rules) {
            return to.withModified(from.modified());
        }

        @Override
        int order(Attributes one, Attributes other) {
            return Long.compare(one.modified(), other.modified());
        }
    },
    PERMISSIONS {
        @Override
        boolean counts(AttributeRules rules, FileType type) {
            return rules.permissionMask() != 0 && type != FileType.SYMLINK;
        }

        @Override
        boolean equal(Attributes one, Attributes other, AttributeRules rules, long granularity) {
            return ((one.permissions() ^ other.permissions()) & rules.permissionMask()) == 0;
        }

        @Override
        Attributes give(Attributes from, Attributes to, AttributeRules rules) {
            int mask = rules.permissionMask();
            return to.withPermissions(from.permissions() & mask | to.permissions() & ~mask);
        }

        @Override
        int order(Attributes one, Attributes other) {
            return Integer.compare(one.permissions(), other.permissions());
        }
    },
    OWNER {
        @Override
        boolean counts(AttributeRules rules, FileType type) {
            return rules.owner();
        }

        @Override
        boolean equal(Attributes one, Attributes other, AttributeRules rules, long granularity) {
            return one.uid() == other.uid() && one.gid() == other.gid();
        }

        @Override
        Attributes give(Attributes from, Attributes to, AttributeRules rules) {
            return new Attributes(to.permissions(), from.uid(), from.gid(), to.modified(), to.changed(), to.fileId(),
                    to.extended());
        }

        @Override
        int order(Attributes one, Attributes other) {
            int byUser = Integer.compareUnsigned(one.uid(), other.uid());
            return byUser != 0 ? byUser : Integer.compareUnsigned(one.gid(), other.gid());
        }
    },
    EXTENDED {
        @Override
        boolean counts(AttributeRules rules, FileType type) {
            return rules.extended();
        }

        @Override
        boolean equal(Attributes one, Attributes other, AttributeRules rules, long granularity) {
            return one.extended().equals(other.extended());
        }

        @Override
        Attributes give(Attributes from, Attributes to, AttributeRules rules) {
            return to.withExtended(from.extended());
        }

        @Override
        int order(Attributes one, Attributes other) {
            return one.extended().compareTo(other.extended());
        }
    };

    /** Tells whether it is kept in step at all. */
    abstract boolean counts(AttributeRules rules, FileType type);

    /** Tells whether two are equal as far as it counts. */
    abstract boolean equal(Attributes one, Attributes other, AttributeRules rules, long granularity);

    /** Returns {@code to} with this one of {@code from}. */
    abstract Attributes give(Attributes from, Attributes to, AttributeRules rules);

    /** Orders two by this one, so that two sides can be told apart whichever is which. */
    abstract int order(Attributes one, Attributes other);
}
