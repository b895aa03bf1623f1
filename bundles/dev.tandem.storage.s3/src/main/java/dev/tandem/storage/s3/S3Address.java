package dev.tandem.storage.s3;

import dev.tandem.storage.Address;
import dev.tandem.storage.Location;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import java.net.URI;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which bucket, and what in it, a location names.
 *
 * @param endpoint where the service is; empty where the location names only the bucket
 * @param bucket   the bucket
 * @param prefix   names of folders in it, joined with {@code /}; empty for all of the bucket
 * @param settings what stands behind the question mark
 */
record S3Address(Optional<URI> endpoint, String bucket, String prefix, SortedMap<String, String> settings) {
    static final String SYNTAX = "s3://bucket/prefix?endpoint=https://host&region=name, or s3:https://host/bucket/prefix";

    private static final Pattern WITH_SCHEME = Pattern.compile("(https?)://(.*)", Pattern.DOTALL);
    private static final Pattern AMAZON = Pattern.compile(".*\\.amazonaws\\.com(\\.cn)?");
    private static final Pattern REGION = Pattern.compile("s3[.-](?:dualstack\\.)?([a-z0-9-]+-[a-z0-9-]+)\\..+");

    /**
     * Reads {@code s3://bucket/prefix}, and restic's {@code s3:https://host/bucket/prefix}, {@code s3:host/bucket/prefix}
     * and {@code s3://host:port/bucket/prefix}: a name with a port is no bucket, nor is one of Amazon's hosts.
     */
    static S3Address of(Location where) throws StorageException {
        String target = where.target();
        Matcher scheme = WITH_SCHEME.matcher(target);
        if (scheme.matches()) {
            return atHost(scheme.group(1), read(where, "//" + scheme.group(2)), where);
        }
        if (!target.startsWith("//")) {
            return atHost("https", read(where, "//" + target), where);
        }
        Address address = read(where, target);
        return address.port() >= 0 || isAmazon(address.host()) ? atHost("https", address, where)
                : new S3Address(Optional.empty(), address.host(), prefix(address.path(), where), address.settings());
    }

    private static Address read(Location where, String target) throws StorageException {
        Address address = Address.of(new Location(where.scheme(), target));
        if (address.user().isPresent()) {
            throw new StorageException(Kind.INVALID, "'" + where + "' holds a key, which does not belong into a location; "
                    + "keep it as the secrets of a named destination, or in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        }
        return address;
    }

    private static S3Address atHost(String scheme, Address address, Location where) throws StorageException {
        String path = address.path().startsWith("/") ? address.path().substring(1) : "";
        String bucket = path.split("/", 2)[0];
        if (bucket.isEmpty()) {
            throw new StorageException(Kind.INVALID, "'" + where + "' names no bucket; write " + SYNTAX);
        }
        return new S3Address(Optional.of(endpoint(scheme, address.host(), address.port())), bucket,
                prefix(path.substring(bucket.length()), where), address.settings());
    }

    private static String prefix(String path, Location where) throws StorageException {
        if (Stream.of(path.split("/")).anyMatch(name -> name.equals(".") || name.equals(".."))) {
            throw new StorageException(Kind.INVALID, "'" + where + "' has a folder named . or ..; S3 has none such");
        }
        return Stream.of(path.split("/")).filter(Predicate.not(String::isEmpty)).collect(Collectors.joining("/"));
    }

    private static URI endpoint(String scheme, String host, int port) {
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + (port < 0 ? "" : ":" + port));
    }

    /** Reads an endpoint that stands by itself; HTTPS is meant unless {@code http://} is spelled out. */
    static URI endpoint(String text) throws StorageException {
        try {
            URI uri = URI.create(text.contains("://") ? text : "https://" + text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getQuery() == null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw noEndpoint(text, e);
        }
        throw noEndpoint(text, null);
    }

    private static StorageException noEndpoint(String text, IllegalArgumentException cause) {
        return new StorageException(Kind.INVALID,
                "'" + text + "' is no endpoint; write it like https://s3.example.com:9000", cause);
    }

    /** Tells whether a host is Amazon's own. */
    static boolean isAmazon(String host) {
        return AMAZON.matcher(host).matches();
    }

    /** Returns the region in the name of a host, {@code s3.eu-west-1.amazonaws.com}. */
    static Optional<String> regionOf(String host) {
        Matcher region = REGION.matcher(host);
        return region.matches() ? Optional.of(region.group(1)) : Optional.empty();
    }
}
