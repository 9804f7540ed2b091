package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A running HAProxy, ended when closed. */
public final class HaProxy implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);

  private final ChildProcess process;
  private final int port;
  private final Path folder;

  private HaProxy(ChildProcess process, int port, Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
  }

  static HaProxy start(Path program, Path configuration, Map<String, String> environment) {
    int port = Ports.free();
    try {
      Path folder = Files.createTempDirectory("haproxy");
      Map<String, String> variables = new HashMap<>(environment);
      variables.put("HAPROXY_PORT", Integer.toString(port));
      variables.put("HAPROXY_STATS", folder.resolve("stats.sock").toString());
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(program.toString(), "-W", "-db", "-f", configuration.toString()));
      builder.environment().putAll(variables);
      HaProxy proxy = new HaProxy(ChildProcess.start(builder), port, folder);
      proxy.awaitListening();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitListening() {
    try {
      process.await("HAProxy on port " + port, START, this::listens);
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  public int port() {
    return port;
  }

  /** An address behind it, such as {@code uri("http", "/sse")}. */
  public URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + port + path);
  }

  /** The process, to be signalled or read. */
  public ChildProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
    try {
      Files.deleteIfExists(folder.resolve("stats.sock"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
