package dev.tandem.sync;

/**
 * Which attributes are kept in step.
 *
 * @param times          times of last modification of files
 * @param permissionMask the bits of the permissions that are, {@code 0777}, or {@code 0111} for executable or not; 0 for
 *                       none
 * @param owner          owner and group, by number
 * @param extended       extended attributes, ACLs among them
 */
public record AttributeRules(boolean times, int permissionMask, boolean owner, boolean extended) {
    /** Times, and permissions without set-id bits. */
    public static final AttributeRules USUAL = new AttributeRules(true, 0777, false, false);
}
