package dev.tandem.storage;

/**
 * The server shows a key that nobody has confirmed yet. Once a person has compared the fingerprint, the storage is opened
 * with the setting {@value #SETTING}.
 */
public final class UntrustedHostException extends StorageException {
    private static final long serialVersionUID = 1L;

    /** The setting, of an address or of a destination, that confirms a key: its fingerprint. */
    public static final String SETTING = "host-key";

    private final String host;
    private final String fingerprint;

    /**
     * @param host        whose key it is, {@code nas.local:2222}
     * @param algorithm   {@code ssh-ed25519}
     * @param fingerprint {@code SHA256:…}, as {@code ssh-keygen -l} prints it
     */
    public UntrustedHostException(String host, String algorithm, String fingerprint) {
        super(Kind.DENIED, "the key of " + host + " is not known yet. It is " + algorithm + " " + fingerprint
                + "; compare that with what the server's owner says, and then confirm it: tandem destination trust "
                + "LOCATION, or ?" + SETTING + "=" + fingerprint + " behind the location");
        this.host = host;
        this.fingerprint = fingerprint;
    }

    /** Returns whose key it is. */
    public String host() {
        return host;
    }

    /** Returns what identifies the key. */
    public String fingerprint() {
        return fingerprint;
    }
}
