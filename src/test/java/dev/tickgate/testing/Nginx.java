package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A running nginx, Debian's or another one that is installed; ended when closed. */
public final class Nginx implements AutoCloseable {
  static final String VARIABLE = "TICKGATE_TEST_NGINX";
  private static final String ADVICE =
      "No nginx for the proxy tests: install it (Debian: apt-get install nginx-light; macOS: brew"
          + " install nginx), or name its program in "
          + VARIABLE
          + ".";
  private static final Duration START = Duration.ofSeconds(20);
  private static final String CONFIGURATION =
      """
      daemon off;
      master_process off;
      pid {folder}/nginx.pid;
      error_log stderr;
      events {}
      http {
        access_log off;
        client_body_temp_path {folder}/body;
        proxy_temp_path {folder}/proxy;
        fastcgi_temp_path {folder}/fastcgi;
        uwsgi_temp_path {folder}/uwsgi;
        scgi_temp_path {folder}/scgi;
        server {
          listen 127.0.0.1:{port};
      {server}
        }
      }
      """;

  private final ChildProcess process;
  private final int port;
  private final Path folder;

  private Nginx(ChildProcess process, int port, Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
  }

  private static Path executable() {
    return Programs.first(
        ADVICE,
        List.of(
            () -> Programs.named(VARIABLE, System.getenv(VARIABLE)),
            () -> Programs.installed("nginx", "/opt/homebrew/bin/nginx"),
            () -> Programs.debian("nginx-light", "nginx")));
  }

  /**
   * Starts it on a free port, and returns when it listens.
   *
   * @param server what stands in its block {@code server}
   */
  public static Nginx start(String server) {
    int port = Ports.free();
    try {
      Path folder = Files.createTempDirectory("nginx");
      Path file = folder.resolve("nginx.conf");
      Files.writeString(
          file,
          CONFIGURATION
              .replace("{folder}", folder.toString())
              .replace("{port}", Integer.toString(port))
              .replace("{server}", server));
      ProcessBuilder builder =
          new ProcessBuilder(
              executable().toString(), "-e", "stderr", "-p", folder.toString(), "-c", file + "");
      Nginx nginx = new Nginx(ChildProcess.start(builder), port, folder);
      nginx.awaitListening();
      return nginx;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitListening() {
    try {
      process.await("nginx on port " + port, START, this::listens);
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

  @Override
  public void close() {
    process.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
