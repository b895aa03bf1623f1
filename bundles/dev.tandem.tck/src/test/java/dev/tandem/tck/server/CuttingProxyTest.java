package dev.tandem.tck.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CuttingProxyTest {
    private ServerSocket echo;
    private Thread echoing;
    private CuttingProxy proxy;

    @BeforeEach
    void startEcho() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        echoing = Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket socket = echo.accept();
                    Thread.ofVirtual().start(() -> echo(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        proxy = CuttingProxy.to(echo.getLocalPort());
    }

    private static void echo(Socket socket) {
        try (socket; InputStream in = socket.getInputStream()) {
            in.transferTo(socket.getOutputStream());
        } catch (IOException cut) {
            // What the test is about.
        }
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        stopEcho();
    }

    /** One that is accepting may still accept when the socket is closed already. */
    private void stopEcho() throws Exception {
        echo.close();
        echoing.join();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    /** Sends while it reads, and returns what came back until the end. */
    private byte[] echoed(byte[] bytes) throws Exception {
        try (Socket socket = connect()) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(bytes);
                    socket.shutdownOutput();
                } catch (IOException cut) {
                    // The reader sees how far it came.
                }
            });
            byte[] back = socket.getInputStream().readAllBytes();
            writer.join();
            return back;
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void bytesPassUnchangedToTheirEnd() throws Exception {
        byte[] bytes = bytes(3_000_000);
        assertArrayEquals(bytes, echoed(bytes));
        proxy.delay(Duration.ofMillis(5), Duration.ofMillis(1));
        assertArrayEquals(bytes, echoed(bytes));
        assertEquals(0, proxy.cuts());
    }

    @Test
    void aCutLetsThroughWhatItAllowsAndNoMore() throws Exception {
        proxy.cutAfter(150_000);
        byte[] bytes = bytes(100_000);
        byte[] back = echoed(bytes);
        assertTrue(back.length <= 75_000, "came back: " + back.length);
        assertArrayEquals(Arrays.copyOf(bytes, back.length), back);
        assertEquals(1, proxy.cuts());
        proxy.cutNever();
        assertArrayEquals(bytes, echoed(bytes));
    }

    @Test
    void oneByteIsCutOutOfAConversation() throws Exception {
        proxy.cutAfter(3);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(1);
            assertEquals(1, socket.getInputStream().read());
            socket.getOutputStream().write(2);
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void openConnectionsAreCutAtOnce() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(1);
            assertEquals(1, socket.getInputStream().read());
            proxy.cutNow();
            assertEquals(-1, socket.getInputStream().read());
        }
        assertEquals(1, proxy.cuts());
    }

    @Test
    void anAnswerTakesTheDelayOfBothWays() throws Exception {
        proxy.delay(Duration.ofMillis(30), Duration.ofMillis(20));
        try (Socket socket = connect()) {
            long start = System.nanoTime();
            socket.getOutputStream().write(1);
            assertEquals(1, socket.getInputStream().read());
            assertTrue(System.nanoTime() - start >= Duration.ofMillis(50).toNanos());
        }
    }

    @Test
    void whatIsStoppedRefusesAndComesBackOnItsPort() throws Exception {
        proxy.stop();
        assertThrows(ConnectException.class, this::connect);
        proxy.resume();
        assertArrayEquals(bytes(10), echoed(bytes(10)));
    }

    @Test
    void aServerThatIsNotThereClosesTheConnection() throws Exception {
        stopEcho();
        try (Socket socket = connect()) {
            assertEquals(-1, socket.getInputStream().read());
        }
    }
}
