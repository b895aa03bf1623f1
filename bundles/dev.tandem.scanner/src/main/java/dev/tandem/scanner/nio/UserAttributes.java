package dev.tandem.scanner.nio;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.tandem.model.ExtendedAttribute;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Extended attributes of the name space {@code user}, the only one Java shows, of files and directories: links cannot
 * have them, and asking for those of a fifo would wait for its writer.
 */
final class UserAttributes {
    private static final String SPACE = "user.";

    private UserAttributes() {
    }

    private static Optional<UserDefinedFileAttributeView> view(Path path) throws IOException {
        BasicFileAttributes kind = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
        if (!Capabilities.of(path).posix() || !(kind.isRegularFile() || kind.isDirectory())) {
            return Optional.empty();
        }
        FileStore store = Files.getFileStore(path);
        return store.supportsFileAttributeView(UserDefinedFileAttributeView.class)
                ? Optional.of(Files.getFileAttributeView(path, UserDefinedFileAttributeView.class, NOFOLLOW_LINKS))
                : Optional.empty();
    }

    static List<ExtendedAttribute> read(Path path) throws IOException {
        Optional<UserDefinedFileAttributeView> view = view(path);
        if (view.isEmpty()) {
            return List.of();
        }
        List<ExtendedAttribute> attributes = new ArrayList<>();
        for (String name : view.get().list()) {
            attributes.add(new ExtendedAttribute(SPACE + name, value(view.get(), name)));
        }
        return attributes;
    }

    private static byte[] value(UserDefinedFileAttributeView view, String name) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(view.size(name));
        view.read(name, value);
        byte[] bytes = new byte[value.flip().remaining()];
        value.get(bytes);
        return bytes;
    }

    /** Makes the attributes those wanted; tells what could not be set. */
    static List<String> write(Path path, List<ExtendedAttribute> wanted) throws IOException {
        Optional<UserDefinedFileAttributeView> view = view(path);
        List<String> problems = new ArrayList<>();
        if (view.isPresent()) {
            for (String name : view.get().list()) {
                if (wanted.stream().noneMatch(attribute -> attribute.name().equals(SPACE + name))) {
                    view.get().delete(name);
                }
            }
        }
        for (ExtendedAttribute attribute : wanted) {
            if (view.isEmpty() || !attribute.name().startsWith(SPACE)) {
                problems.add("the attribute " + attribute.name() + " cannot be set on this system");
                continue;
            }
            try {
                view.get().write(attribute.name().substring(SPACE.length()), ByteBuffer.wrap(attribute.value()));
            } catch (IOException failed) {
                problems.add("the attribute " + attribute.name() + " cannot be set: " + failed.getMessage());
            }
        }
        return problems;
    }
}
