package dev.tandem.cli.sync;

import dev.tandem.cli.CommandException;
import dev.tandem.command.CommandContext;
import dev.tandem.command.ExitCode;
import dev.tandem.sync.Gate;
import dev.tandem.sync.SyncException;

/** Why a run was stopped before it changed anything, as programs read it. */
record GateMessage(String gate, String message, String remedy, boolean passable) {
    /** Tells a program of each gate, and returns what tells a person of all; other failures tell of themselves. */
    static Exception explained(SyncException stopped, CommandContext context) {
        if (stopped.kind() != SyncException.Kind.GATE) {
            return stopped;
        }
        StringBuilder text = new StringBuilder("stopped before any change");
        for (Gate gate : stopped.gates()) {
            context.emit("gate", new GateMessage(gate.id(), gate.message(), gate.remedy(), gate.passable()));
            text.append("\n  ").append(gate.id()).append(": ").append(gate.message()).append("\n    to do: ")
                    .append(gate.remedy());
        }
        return new CommandException(ExitCode.GATE, text.toString(), stopped);
    }
}
