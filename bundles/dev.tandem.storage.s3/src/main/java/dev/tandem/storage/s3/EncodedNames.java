package dev.tandem.storage.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Names in listings, which a service encodes as in addresses on demand: XML alone cannot hold them all. Some services say
 * that they did, and did not; the SDK decodes all the same, and so makes other names of them.
 */
final class EncodedNames {
    /** What stands for an encoding that the SDK has not undone. */
    private static final String KEPT = "url, kept";

    /** Keeps the SDK from decoding. */
    static final class Kept implements ExecutionInterceptor {
        @Override
        public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
            return context.response() instanceof ListObjectsV2Response page && page.encodingType() == EncodingType.URL
                    ? page.toBuilder().encodingType(KEPT).build() : context.response();
        }
    }

    /** Whether the service does encode, once that is known. */
    private volatile Boolean encodes;

    /**
     * Returns a page with the names as they are.
     *
     * @param plain asks for the same page without encoding, empty where it cannot be told so; called only until it is known
     *              whether the service encodes, and where that makes a difference
     */
    ListObjectsV2Response decoded(ListObjectsV2Response page, Supplier<Optional<ListObjectsV2Response>> plain) {
        boolean asTheyAre = !KEPT.equals(page.encodingTypeAsString())
                || names(page).noneMatch(name -> name.indexOf('%') >= 0 || name.indexOf('+') >= 0)
                || !encodes(page, plain);
        return asTheyAre ? page : decode(page);
    }

    private boolean encodes(ListObjectsV2Response page, Supplier<Optional<ListObjectsV2Response>> plain) {
        if (encodes == null) {
            List<String> told = plain.get().map(EncodedNames::names).orElse(Stream.empty()).toList();
            if (told.equals(names(page).toList())) {
                encodes = false;
            } else if (told.equals(names(decode(page)).toList())) {
                encodes = true;
            }
        }
        return encodes == null || encodes;
    }

    private static Stream<String> names(ListObjectsV2Response page) {
        return Stream.concat(page.contents().stream().map(S3Object::key),
                page.commonPrefixes().stream().map(CommonPrefix::prefix)).map(String::valueOf);
    }

    private static ListObjectsV2Response decode(ListObjectsV2Response page) {
        List<S3Object> objects = page.contents().stream()
                .map(object -> object.toBuilder().key(decode(object.key())).build()).toList();
        List<CommonPrefix> folders = page.commonPrefixes().stream()
                .map(folder -> CommonPrefix.builder().prefix(decode(folder.prefix())).build()).toList();
        return page.toBuilder().contents(objects).commonPrefixes(folders).build();
    }

    private static String decode(String name) {
        try {
            return name == null ? null : URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Whoever encodes leaves no such percent sign.
            return name;
        }
    }
}
