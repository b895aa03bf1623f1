package dev.tandem.model;

import java.util.Arrays;

/**
 * A named attribute of a file beyond its {@link FileStat}; POSIX ACLs are attributes too ({@code system.posix_acl_*}).
 * The value belongs to the record: neither its maker nor a reader may change it afterwards.
 *
 * @param name  the whole name with its name space, {@code user.comment}
 * @param value its bytes, possibly none
 */
public record ExtendedAttribute(String name, byte[] value) {
    @Override
    public boolean equals(Object other) {
        return other instanceof ExtendedAttribute(String otherName, byte[] otherValue)
                && name.equals(otherName) && Arrays.equals(value, otherValue);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return name + " (" + value.length + " bytes)";
    }
}
