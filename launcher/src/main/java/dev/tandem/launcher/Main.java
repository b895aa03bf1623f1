package dev.tandem.launcher;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleException;

/** The program: starts the bundles and hands the command line over to them. */
public final class Main {
    /** The features the command line is made of. */
    public static final List<String> FEATURES = List.of("core", "destinations", "cli");

    private static final String APPLICATION = "cli";
    /** The system property of a run that records for Java's ahead-of-time cache what typical commands need. */
    private static final String TRAINING = "tandem.training";
    private static final String NEXT_COMMAND = "--then";
    private static final int DONE = 0;
    private static final int FAILED = 1;

    private Main() { }

    /** Runs one command, and ends the process with its code. */
    public static void main(String[] arguments) {
        int code;
        try {
            code = run(arguments);
        } catch (Throwable failure) {
            report(failure, List.of(arguments).contains("-v"));
            code = FAILED;
        }
        System.out.flush();
        System.err.flush();
        // Not exit(): after Ctrl-C a shutdown hook of the application may be waiting for this thread, and exit() would
        // wait for that hook. To return is no way out either: the framework's threads would keep the process.
        Runtime.getRuntime().halt(code);
    }

    private static int run(String[] arguments) throws IOException, BundleException {
        List<String> words = List.of(arguments);
        if (asksOnlyForVersion(words)) {
            printVersion(words.contains("-v"));
            return DONE;
        }
        Installation installation = Installation.find(words, System.getProperties());
        try (BundleRuntime runtime = BundleRuntime.start(installation, FEATURES, Map.of())) {
            Optional<ToIntFunction<String[]>> application = runtime.application(APPLICATION);
            if (application.isEmpty()) {
                System.err.println("tandem: the command line did not start.");
                Diagnosis.of(runtime.context()).forEach(line -> System.err.println("tandem: " + line));
                return FAILED;
            }
            return runEach(words, application.get());
        }
    }

    /** Runs the command, or in training several one after the other, until one fails. */
    private static int runEach(List<String> words, ToIntFunction<String[]> application) {
        int next = Boolean.getBoolean(TRAINING) ? words.indexOf(NEXT_COMMAND) : -1;
        if (next < 0) {
            return application.applyAsInt(words.toArray(String[]::new));
        }
        int code = application.applyAsInt(words.subList(0, next).toArray(String[]::new));
        return code != DONE ? code : runEach(words.subList(next + 1, words.size()), application);
    }

    private static boolean asksOnlyForVersion(List<String> words) {
        return words.contains("--version") && List.of("--version", "-v").containsAll(words);
    }

    private static void printVersion(boolean verbose) {
        System.out.println("tandem " + Product.version());
        if (verbose) {
            System.out.println("java " + Runtime.version() + " (" + System.getProperty("java.home") + ")");
        }
    }

    private static void report(Throwable failure, boolean verbose) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            System.err.println("tandem: " + describe(cause));
        }
        if (verbose) {
            failure.printStackTrace();
        }
    }

    /** The message of an error, and of an exception about a file, is often no more than a name. */
    private static String describe(Throwable failure) {
        boolean saysItself = failure.getMessage() != null && !(failure instanceof Error)
                && !(failure instanceof FileSystemException);
        return saysItself ? failure.getMessage() : failure.toString();
    }
}
