package dev.tandem.backup.internal.store;

import com.google.gson.JsonObject;
import dev.tandem.backup.Id;
import dev.tandem.backup.LockInfo;
import dev.tandem.backup.internal.format.DamagedException;
import dev.tandem.backup.internal.format.GoTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Somebody's use of a repository (restic repository format, locks).
 *
 * @param time      when it was made or refreshed
 * @param exclusive whether it excludes every other
 * @param holder    who
 */
record LockFile(Instant time, boolean exclusive, Identity holder) {
    private static final Duration STALE_AFTER = Duration.ofMinutes(30);
    // Ours alone: restic passes over fields it does not know.
    private static final String SPACE = "process_space";

    static LockFile parse(Id id, byte[] json) throws DamagedException {
        String name = "locks/" + id;
        return Json.shaped(name, () -> {
            JsonObject object = Json.parse(json, name);
            return new LockFile(GoTime.parse(Json.string(object, "time")).toInstant(),
                    Json.member(object, "exclusive").map(e -> e.getAsBoolean()).orElse(false),
                    new Identity(Json.string(object, "hostname"), Json.string(object, "username"),
                            (int) Json.number(object, "uid"), (int) Json.number(object, "gid"),
                            Json.number(object, "pid"), Json.string(object, SPACE)));
        });
    }

    byte[] toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("time", GoTime.format(time, ZoneId.systemDefault()));
        json.addProperty("exclusive", exclusive);
        json.addProperty("hostname", holder.hostname());
        json.addProperty("username", holder.username());
        json.addProperty("pid", holder.pid());
        if (holder.uid() != 0) {
            json.addProperty("uid", Integer.toUnsignedLong(holder.uid()));
        }
        if (holder.gid() != 0) {
            json.addProperty("gid", Integer.toUnsignedLong(holder.gid()));
        }
        if (!holder.space().isEmpty()) {
            json.addProperty(SPACE, holder.space());
        }
        return Json.bytes(json);
    }

    /** Returns what is known of the holder at {@code now}, seen from {@code me}. */
    LockInfo.State state(Instant now, Identity me) {
        if (gone(me)) {
            return LockInfo.State.GONE;
        }
        if (Duration.between(time, now).compareTo(STALE_AFTER) > 0) {
            return LockInfo.State.SILENT;
        }
        return amongMine(me) ? LockInfo.State.RUNNING : LockInfo.State.ELSEWHERE;
    }

    /**
     * Tells whether the holder was provably a process of this user that ended without giving it back. A host name alone
     * does not prove that.
     */
    boolean dead(Identity me) {
        return gone(me) && me.username().equals(holder.username()) && !me.space().isEmpty()
                && me.space().equals(holder.space());
    }

    private boolean gone(Identity me) {
        return amongMine(me) && ProcessHandle.of(holder.pid()).isEmpty();
    }

    /**
     * Tells whether the holder would be seen here if it ran: containers may share a host name, and do not see each
     * other's processes.
     */
    private boolean amongMine(Identity me) {
        boolean elsewhere = !me.space().isEmpty() && !holder.space().isEmpty() && !me.space().equals(holder.space());
        return !me.hostname().isEmpty() && me.hostname().equals(holder.hostname()) && !elsewhere;
    }

    /** Returns it as others are told of it. */
    LockInfo info(Id id, Instant now, Identity me) {
        return new LockInfo(id, Optional.of(time), exclusive, holder.username(), holder.hostname(), holder.pid(),
                state(now, me));
    }
}
