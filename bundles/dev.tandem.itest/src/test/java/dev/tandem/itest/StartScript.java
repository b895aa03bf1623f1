package dev.tandem.itest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls the start script as a person does, in an environment of the test's own. */
final class StartScript {
    private final Path script;
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();

    /** What a call left. */
    record Result(int code, String output, String errors) { }

    /**
     * Prepares calls without the cache made at the first start.
     *
     * @param directory where the script is called; also the person's home
     */
    StartScript(Path script, Path directory) {
        this.script = script;
        this.directory = directory;
        environment.put("HOME", directory.toString());
        environment.put("PATH", System.getenv("PATH"));
        environment.put("TANDEM_AOT", "off");
    }

    StartScript with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    StartScript without(String variable) {
        environment.remove(variable);
        return this;
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.redirectError(errors().toFile()).start();
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        return await(start(arguments));
    }

    Result await(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output, Files.readString(errors()));
    }

    private Path errors() {
        return directory.resolve("stderr");
    }
}
