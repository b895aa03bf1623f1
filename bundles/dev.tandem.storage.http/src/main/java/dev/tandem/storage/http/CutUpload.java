package dev.tandem.storage.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * An upload that ends in its middle, to find out what a server makes of one. It has a connection of its own, of which only
 * the way there is closed: the server's answer tells that it is done with the upload.
 */
public final class CutUpload {
    private static final int SENT = 4 << 10;
    private static final int MILLIS = 10_000;

    private CutUpload() { }

    /**
     * Puts half of what it claims, and waits for the server to end it.
     *
     * @throws IOException when the server cannot be reached so, or does not end it: then nothing is known
     */
    public static void put(HttpStorage storage, URI uri) throws IOException {
        try (Socket socket = connect(storage, uri)) {
            socket.setSoTimeout(MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(head(storage.endpoint(), uri).getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[SENT]);
            out.flush();
            socket.shutdownOutput();
            byte[] answer = new byte[SENT];
            for (int count = 0; count >= 0;) {
                count = socket.getInputStream().read(answer);
            }
        }
    }

    private static String head(Endpoint endpoint, URI uri) {
        return "PUT " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getRawAuthority() + "\r\n"
                + endpoint.login().header().map(login -> "Authorization: " + login + "\r\n").orElse("")
                + "Content-Length: " + 2 * SENT + "\r\nConnection: close\r\n\r\n";
    }

    private static Socket connect(HttpStorage storage, URI uri) throws IOException {
        boolean tls = uri.getScheme().equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        String host = uri.getHost().startsWith("[") ? uri.getHost().substring(1, uri.getHost().length() - 1)
                : uri.getHost();
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), MILLIS);
            return tls ? secured(storage, socket, host, port) : socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secured(HttpStorage storage, Socket socket, String host, int port) throws IOException {
        SSLSocket secured = (SSLSocket) storage.client().sslContext().getSocketFactory()
                .createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        return secured;
    }
}
