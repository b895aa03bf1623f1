package dev.tandem.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SystemVariantTest {
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
    void linuxIsReadByItsOwnCalls() {
        assertEquals("linux", new SystemVariant<>(() -> "linux", () -> "portable").get());
    }

    @Test
    void withoutTheSystemsCallsThePortableVariantServes() {
        Supplier<String> lacking = () -> {
            throw new ExceptionInInitializerError("no native access");
        };
        assertEquals("portable", new SystemVariant<>(lacking, () -> "portable").get());
    }
}
