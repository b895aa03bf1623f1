package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.cli.CommandException;
import java.util.Collection;
import java.util.List;

/** Finds what a person means by the beginning of an ID. */
final class IdPrefix {
    private IdPrefix() { }

    /** Returns the one of {@code ids} that begins so; {@code what} is what they are. */
    static Id find(String beginning, Collection<Id> ids, String what) throws CommandException {
        List<Id> matching = ids.stream().filter(id -> id.toString().startsWith(beginning)).toList();
        if (beginning.isEmpty() || matching.isEmpty()) {
            throw CommandException.failed("there is no " + what + " with the ID '" + beginning + "'");
        }
        if (matching.size() > 1) {
            throw CommandException.failed("'" + beginning + "' is the beginning of " + matching.size()
                    + " IDs; give more digits");
        }
        return matching.getFirst();
    }
}
