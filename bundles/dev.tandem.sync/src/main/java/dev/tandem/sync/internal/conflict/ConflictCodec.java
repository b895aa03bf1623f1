package dev.tandem.sync.internal.conflict;

import dev.tandem.catalog.StateDamagedException;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import dev.tandem.sync.Side;
import dev.tandem.sync.SyncConflict;
import dev.tandem.sync.internal.codec.Decoder;
import dev.tandem.sync.internal.codec.Encoder;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Resolution;
import dev.tandem.sync.spi.Version;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Conflicts and answers as bytes, and what conflicts are called. */
final class ConflictCodec {
    private static final int ID_BYTES = 5;

    private ConflictCodec() { }

    /**
     * Returns what a conflict is called: the same text for the same path and versions. Times count only where the
     * content is not known, so that a version that is merely touched stays the same one.
     */
    static String id(Conflict conflict) {
        Encoder out = new Encoder();
        out.bytes(conflict.path().bytes());
        identity(out, conflict.left());
        identity(out, conflict.right());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(out.all());
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java run time has SHA-256", e);
        }
    }

    private static void identity(Encoder out, Optional<Version> version) {
        out.number(version.isPresent() ? 1 : 0);
        if (version.isPresent()) {
            Version its = version.get();
            out.text(its.type().name());
            out.number(its.size());
            out.text(its.content());
            if (its.content().isEmpty()) {
                time(out, its.modified());
            }
        }
    }

    static byte[] encode(SyncConflict conflict) {
        Encoder out = new Encoder();
        out.text(conflict.id());
        conflict(out, conflict.conflict());
        time(out, conflict.firstSeen());
        out.number(conflict.outcome().isPresent() ? 1 : 0);
        conflict.outcome().ifPresent(out::text);
        out.number(conflict.copy().isPresent() ? 1 : 0);
        conflict.copy().ifPresent(copy -> out.bytes(copy.bytes()));
        return out.all();
    }

    static SyncConflict decode(byte[] bytes) throws StateDamagedException {
        Decoder in = new Decoder(bytes);
        return new SyncConflict(in.text(), conflict(in), time(in),
                in.upTo(1) == 0 ? Optional.empty() : Optional.of(in.text()),
                in.upTo(1) == 0 ? Optional.empty() : Optional.of(RawPath.of(in.bytes())));
    }

    private static void conflict(Encoder out, Conflict conflict) {
        out.bytes(conflict.path().bytes());
        out.text(conflict.kind().name());
        version(out, conflict.base());
        version(out, conflict.left());
        version(out, conflict.right());
    }

    private static Conflict conflict(Decoder in) throws StateDamagedException {
        return new Conflict(RawPath.of(in.bytes()), named(Conflict.Kind.class, in), version(in), version(in),
                version(in));
    }

    private static void version(Encoder out, Optional<Version> version) {
        out.number(version.isPresent() ? 1 : 0);
        if (version.isPresent()) {
            Version its = version.get();
            out.text(its.type().name());
            out.number(its.size());
            time(out, its.modified());
            out.text(its.content());
        }
    }

    private static Optional<Version> version(Decoder in) throws StateDamagedException {
        return in.upTo(1) == 0 ? Optional.empty()
                : Optional.of(new Version(named(FileType.class, in), in.number(), time(in), in.text()));
    }

    private static void time(Encoder out, Instant time) {
        out.signed(time.getEpochSecond());
        out.number(time.getNano());
    }

    private static Instant time(Decoder in) throws StateDamagedException {
        try {
            return Instant.ofEpochSecond(in.signed(), in.number());
        } catch (DateTimeException | ArithmeticException e) {
            throw new StateDamagedException("what is remembered is damaged: an impossible time", e);
        }
    }

    private static <E extends Enum<E>> E named(Class<E> type, Decoder in) throws StateDamagedException {
        String name = in.text();
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new StateDamagedException("what is remembered is damaged: there is no " + name, e);
        }
    }

    static byte[] encode(Resolution resolution) {
        Encoder out = new Encoder();
        switch (resolution) {
            case Resolution.KeepBoth(Side keepsName) -> sided(out, "KEEP_BOTH", keepsName);
            case Resolution.Prefer(Side winner) -> sided(out, "PREFER", winner);
            case Resolution.Merge _ -> out.text("MERGE");
            case Resolution.Skip _ -> out.text("SKIP");
            case Resolution.Ask _ -> out.text("ASK");
            case Resolution.Undecided _ -> out.text("UNDECIDED");
        }
        return out.all();
    }

    private static void sided(Encoder out, String kind, Side side) {
        out.text(kind);
        out.text(side.name());
    }

    static Resolution resolution(Decoder in) throws StateDamagedException {
        String kind = in.text();
        return switch (kind) {
            case "KEEP_BOTH" -> new Resolution.KeepBoth(named(Side.class, in));
            case "PREFER" -> new Resolution.Prefer(named(Side.class, in));
            case "MERGE" -> new Resolution.Merge();
            case "SKIP" -> new Resolution.Skip();
            case "ASK" -> new Resolution.Ask();
            case "UNDECIDED" -> new Resolution.Undecided();
            default -> throw new StateDamagedException("what is remembered is damaged: there is no answer " + kind);
        };
    }
}
