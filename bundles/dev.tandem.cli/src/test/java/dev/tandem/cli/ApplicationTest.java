package dev.tandem.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tandem.command.Command;
import dev.tandem.command.CommandInfo;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;

class ApplicationTest {
    private final List<ServiceReference<?>> references = new ArrayList<>();
    private final Map<ServiceReference<?>, Command> services = new HashMap<>();
    private final List<Object> made = new ArrayList<>();

    private interface Answer {
        Object to(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> answer.to(method.getName(), arguments);
                }));
    }

    /** Registers a command as a bundle would. */
    private void register(Map<String, Object> properties, Command service) {
        ServiceReference<?> reference = fake(ServiceReference.class,
                (method, arguments) -> method.equals("getProperty") ? properties.get(arguments[0]) : null);
        references.add(reference);
        services.put(reference, service);
    }

    private CommandCatalog catalog() {
        BundleContext bundles = fake(BundleContext.class, (method, arguments) -> switch (method) {
            case "getServiceReferences" -> references;
            case "getServiceObjects" -> fake(ServiceObjects.class, (_, _) -> {
                made.add(arguments[0]);
                return services.get(arguments[0]);
            });
            default -> throw new UnsupportedOperationException(method);
        });
        return new Application(bundles, null, null).catalog();
    }

    private static Map<String, Object> properties(String name, int order) {
        return Map.of(CommandInfo.PREFIX_ + "name", name, CommandInfo.PREFIX_ + "summary", "does " + name,
                CommandInfo.PREFIX_ + "order", order);
    }

    @Test
    void aCommandOfAPluginIsListedWithoutBeingMadeAndMadeWhenCalled() {
        Command greet = _ -> 0;
        register(properties("greet", 500), greet);
        register(properties("first", 10), _ -> 0);
        CommandCatalog catalog = catalog();
        assertEquals(List.of("first", "greet"), catalog.entries().stream().map(CommandCatalog.Entry::name).toList());
        assertEquals("does greet", catalog.find(List.of("greet")).orElseThrow().summary());
        assertEquals(List.of(), made);
        assertSame(greet, catalog.find(List.of("greet")).orElseThrow().command().get());
        assertEquals(1, made.size());
    }

    @Test
    void aServiceThatDoesNotSayItsNameIsNoCommand() {
        register(Map.of(), _ -> 0);
        assertEquals(List.of(), catalog().entries());
    }

    @Test
    void aCommandThatDoesNotStartIsNamed() {
        register(properties("broken", 1), null);
        CommandCatalog.Entry broken = catalog().find(List.of("broken")).orElseThrow();
        String message = assertThrows(IllegalStateException.class, () -> broken.command().get()).getMessage();
        assertEquals(true, message.contains("'broken'"), message);
    }
}
