package dev.tandem.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** How a {@link Command} is called and listed; read without loading its class. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface CommandInfo {
    /** The prefix of the service properties made of the members below. */
    String PREFIX_ = "tandem.command.";

    /** The word that calls it, {@code backup}, or two words, {@code repair index}, where the first is shared. */
    String name();

    /** One line for the list of commands. */
    String summary();

    /** Its place in the list of commands, small first. */
    int order() default 1000;
}
