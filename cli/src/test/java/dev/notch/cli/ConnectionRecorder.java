package dev.notch.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A process of its own that runs a command line, forbids every connection and writes down what was
 * tried. Java asks the proxy selector before each HTTP request and each plain socket.
 */
final class ConnectionRecorder extends ProxySelector {
  private final List<String> attempts = new CopyOnWriteArrayList<>();

  @Override
  public List<Proxy> select(URI uri) {
    attempts.add(uri.toString());
    throw new IllegalArgumentException("no connections: " + uri);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    attempts.add(uri + " " + e);
  }

  /**
   * @param args the file to write to, then the command line; {@code connect} alone tries a
   *     connection
   */
  public static void main(String[] args) throws IOException {
    ConnectionRecorder recorder = new ConnectionRecorder();
    ProxySelector.setDefault(recorder);
    int status = args[1].equals("connect") ? connect() : run(args);
    Files.write(Path.of(args[0]), recorder.attempts, StandardCharsets.UTF_8);
    System.exit(status);
  }

  private static int run(String[] args) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    return new Program(new PrintWriter(PrintWriter.nullWriter()), err)
        .run(List.of(args).subList(1, args.length).toArray(String[]::new));
  }

  private static int connect() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), 9)) {
      return socket.isConnected() ? 1 : 2;
    } catch (IllegalArgumentException | IOException expected) {
      return 0;
    }
  }
}
