package dev.tandem.platform;

import java.nio.file.Path;

/** A program that keeps secrets, for a test with several processes. */
final class SecretWriter {
    private SecretWriter() { }

    public static void main(String[] args) throws Exception {
        var store = new SecretFile(Path.of(args[0]));
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            String name = args[1] + "-" + i;
            store.put(name, name.toCharArray());
        }
    }
}
