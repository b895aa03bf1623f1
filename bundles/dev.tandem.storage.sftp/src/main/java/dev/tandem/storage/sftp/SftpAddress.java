package dev.tandem.storage.sftp;

import dev.tandem.storage.Address;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.UntrustedHostException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a folder is, as a person writes it: {@code //user@host:port/folder}, or {@code user@host:folder} as for scp and
 * restic.
 *
 * @param host     name, number, or alias of {@code ~/.ssh/config}
 * @param port     -1 where none is given
 * @param folder   absolute, or relative to the home of the user; without a slash at its end, empty for the home itself
 * @param settings what stands behind the question mark, by name
 */
record SftpAddress(Optional<String> user, Optional<String> password, String host, int port, String folder,
        SortedMap<String, String> settings) {
    // Of several @ the last one counts: names of users may be mail addresses.
    private static final Pattern SHORT = Pattern.compile("(?:(.+)@)?(\\[[^\\]/]+]|[^:@/\\[]+):([^:].*|)", Pattern.DOTALL);
    // A question mark is a good letter in a path, but for this one, which is put behind every location alike.
    private static final Pattern CONFIRMED = Pattern.compile(
            "(.*)\\?" + UntrustedHostException.SETTING + "=(SHA256:[A-Za-z0-9+/]{43})", Pattern.DOTALL);

    SftpAddress {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** Reads the target of a location. */
    static SftpAddress of(Location where) throws StorageException {
        return where.target().startsWith("//") ? ofUrl(Address.of(where)) : ofShort(where);
    }

    private static SftpAddress ofUrl(Address url) {
        return new SftpAddress(url.user().filter(name -> !name.isEmpty()), url.password(), url.host(), url.port(),
                folder(url.path().startsWith("/~") ? url.path().substring(1) : url.path()), url.settings());
    }

    private static SftpAddress ofShort(Location where) throws StorageException {
        SortedMap<String, String> settings = new TreeMap<>();
        String target = where.target();
        Matcher confirmed = CONFIRMED.matcher(target);
        if (confirmed.matches()) {
            target = confirmed.group(1);
            settings.put(UntrustedHostException.SETTING, confirmed.group(2));
        }
        Matcher form = SHORT.matcher(target);
        if (!form.matches()) {
            throw new StorageException(Kind.INVALID, "'" + where + "' is not of the form sftp://user@host:port/folder "
                    + "or sftp:user@host:folder");
        }
        String host = form.group(2).startsWith("[") ? form.group(2).substring(1, form.group(2).length() - 1)
                : form.group(2);
        return new SftpAddress(Optional.ofNullable(form.group(1)), Optional.empty(), host, -1, folder(form.group(3)),
                settings);
    }

    /** {@code ~/} is the home; two slashes at the beginning, which restic wants for an absolute path, are one. */
    private static String folder(String path) {
        String folder = path.equals("~") || path.startsWith("~/") ? path.substring(1).replaceFirst("^/+", "") : path;
        String single = folder.replaceFirst("^/{2,}", "/");
        return single.equals("/") ? single : single.replaceFirst("/+$", "");
    }

    /** Returns the folder on a server whose user has this home. */
    String absolute(String home) {
        if (folder.startsWith("/")) {
            return folder;
        }
        return folder.isEmpty() ? home : (home.endsWith("/") ? home : home + "/") + folder;
    }
}
