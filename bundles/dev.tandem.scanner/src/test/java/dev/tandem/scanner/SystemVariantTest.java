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
        assertEquals("linux", SystemVariant.choose(() -> "linux", () -> "portable"));
    }

    @Test
    void withoutTheSystemsCallsThePortableVariantServes() {
        Supplier<String> lacking = () -> {
            throw new ExceptionInInitializerError("no native access");
        };
        assertEquals("portable", SystemVariant.choose(lacking, () -> "portable"));
    }
}
