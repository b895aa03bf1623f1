package dev.tandem.tck;

import dev.tandem.storage.Storages;
import dev.tandem.storage.spi.SessionContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A context of nothing but what a test puts into it, so that nothing of the user takes part. */
public record TestContext(Storages.Mode mode, Path state, Map<String, String> settings, Map<String, String> secrets,
        Map<String, String> variables) implements SessionContext {
    /** Returns one that makes locations and keeps its state in a folder. */
    public static TestContext in(Path state) {
        return new TestContext(Storages.Mode.CREATE, state, new HashMap<>(), new HashMap<>(), new HashMap<>());
    }

    /** Returns this for locations that are there. */
    public TestContext existing() {
        return new TestContext(Storages.Mode.EXISTING, state, settings, secrets, variables);
    }

    /** Adds a setting. */
    public TestContext with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** Adds a secret. */
    public TestContext withSecret(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    /** Adds a variable of the environment. */
    public TestContext withVariable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Adds all variables of this process's environment. */
    public TestContext withEnvironment() {
        variables.putAll(System.getenv());
        return this;
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
        return Optional.ofNullable(variables.get(variable));
    }
}
