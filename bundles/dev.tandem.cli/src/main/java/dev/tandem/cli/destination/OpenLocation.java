package dev.tandem.cli.destination;

import dev.tandem.cli.CommandException;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageType;
import dev.tandem.storage.spi.ProviderSetting;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes out of a location what must not be read by others: a password, and settings that are secrets. */
final class OpenLocation {
    private static final String PASSWORD = "password";
    private static final Pattern WITH_PASSWORD = Pattern.compile("((?:[a-z]+:)?//[^/?:@]*):([^/?]*)(@.*)", Pattern.DOTALL);

    private OpenLocation() { }

    /** Returns the location without its secrets, which go into {@code secrets}. */
    static Location of(Location location, StorageType type, Secrets secrets) throws CommandException {
        if (location.scheme().equals(Location.FILE)) {
            return location;
        }
        String target = location.target();
        Matcher form = WITH_PASSWORD.matcher(target);
        if (form.matches()) {
            if (type.setting(PASSWORD).filter(ProviderSetting::secret).isEmpty()) {
                throw CommandException.usage("a location of " + location.scheme() + " holds no password; give its "
                        + "secrets with --secret: " + type.own().stream().filter(ProviderSetting::secret)
                                .map(ProviderSetting::name).collect(Collectors.joining(", ")));
            }
            secrets.put(PASSWORD, decoded(form.group(2)).toCharArray());
            target = form.group(1) + form.group(3);
        }
        return new Location(location.scheme(), withoutSecretSettings(target, type, secrets));
    }

    private static String withoutSecretSettings(String target, StorageType type, Secrets secrets)
            throws CommandException {
        int question = target.indexOf('?');
        if (question < 0) {
            return target;
        }
        List<String> kept = new ArrayList<>();
        for (String part : target.substring(question + 1).split("&")) {
            String[] setting = part.split("=", 2);
            Optional<ProviderSetting> known = type.setting(decoded(setting[0]));
            if (setting.length == 2 && known.isPresent() && known.get().secret()) {
                secrets.put(known.get().name(), decoded(setting[1]).toCharArray());
            } else {
                kept.add(part);
            }
        }
        return target.substring(0, question) + (kept.isEmpty() ? "" : "?" + String.join("&", kept));
    }

    private static String decoded(String text) throws CommandException {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw CommandException.usage("the location has a % that is not followed by two hexadecimal digits; a % "
                    + "itself is written %25");
        }
    }
}
