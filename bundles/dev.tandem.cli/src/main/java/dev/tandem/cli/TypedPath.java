package dev.tandem.cli;

import dev.tandem.command.CommandContext;
import dev.tandem.model.RawName;
import dev.tandem.model.RawPath;

/** A path as a person typed it. */
public final class TypedPath {
    private TypedPath() { }

    /** Returns the absolute path {@code text} means to the caller, without {@code ..}; links are not looked at. */
    public static RawPath absolute(String text, CommandContext context) {
        RawPath typed = RawText.path(text);
        RawPath path = typed.isAbsolute() ? RawPath.ROOT : RawPath.of(context.workingDirectory());
        for (RawName name : typed.names()) {
            path = switch (name.toString()) {
                case "." -> path;
                case ".." -> path.parent().orElse(RawPath.ROOT);
                default -> path.child(name);
            };
        }
        return path;
    }
}
