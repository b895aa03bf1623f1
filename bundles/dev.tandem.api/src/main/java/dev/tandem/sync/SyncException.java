package dev.tandem.sync;

import java.io.IOException;
import java.util.List;

/** Why a pair could not be kept in step. The message says what to do. */
public class SyncException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it is. */
    public enum Kind {
        /** A gate stopped the run before any change. */
        GATE,
        /** A folder, a run, a conflict or a version is not there. */
        NOT_FOUND,
        /** Another run uses one of the folders. */
        LOCKED,
        /** The request makes no sense. */
        INVALID,
        /** This cannot be done with such a location. */
        UNSUPPORTED,
        /** A side, or what is remembered on this machine, failed. */
        STORAGE
    }

    private final Kind kind;
    private final transient List<Gate> gates;

    /** A failure that is not a gate. */
    public SyncException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** A failure that is not a gate. */
    public SyncException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.gates = List.of();
    }

    /** Gates that stopped a run. */
    public SyncException(List<Gate> gates) {
        super(String.join("; ", gates.stream().map(gate -> gate.message() + ". " + gate.remedy()).toList()));
        this.kind = Kind.GATE;
        this.gates = List.copyOf(gates);
    }

    /** Returns what kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** Returns the gates that tripped; none for the other kinds. */
    public List<Gate> gates() {
        return gates == null ? List.of() : gates;
    }
}
