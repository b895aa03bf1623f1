package dev.tandem.storage.rclone;

import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.SessionContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a test says about a destination; the environment is this process's where it says nothing. */
final class Settings implements SessionContext {
    private final Storages.Mode mode;
    private final Path state;
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, String> secrets = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>(System.getenv());

    Settings(Storages.Mode mode, Path state) {
        this.mode = mode;
        this.state = state;
    }

    Settings with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    Settings secret(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    Settings variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    @Override
    public Storages.Mode mode() {
        return mode;
    }

    @Override
    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    @Override
    public Optional<char[]> secret(String name) {
        return Optional.ofNullable(secrets.get(name)).map(String::toCharArray);
    }

    @Override
    public Optional<String> environment(String variable) {
        return Optional.ofNullable(environment.get(variable));
    }

    @Override
    public Path state() {
        return state;
    }
}
