package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A running nginx, an installed one or the package of Debian; closing it ends the process. */
public final class Nginx implements AutoCloseable {
  static final String VARIABLE = "TICKGATE_TEST_NGINX";
  private static final String ADVICE =
      "No nginx for the proxy tests: install it (Debian: apt-get install nginx-light; macOS: brew"
          + " install nginx), or name its program in "
          + VARIABLE
          + ".";
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
          listen 127.0.0.1:{port} {protocols};
      {server}
        }
      }
      """;

  private final ServerProgram program;

  private Nginx(ServerProgram program) {
    this.program = program;
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
   * Starts nginx on a free port, and returns when it listens.
   *
   * @param server the contents of its block {@code server}
   */
  public static Nginx start(String server) {
    return start("", server);
  }

  /**
   * Starts nginx with protocols other than HTTP/1.1.
   *
   * @param protocols the text after the port, such as {@code ssl http2}
   */
  public static Nginx start(String protocols, String server) {
    int port = Ports.free();
    try {
      Path folder = Files.createTempDirectory("nginx");
      Path file = folder.resolve("nginx.conf");
      Files.writeString(
          file,
          CONFIGURATION
              .replace("{folder}", folder.toString())
              .replace("{port}", Integer.toString(port))
              .replace("{protocols}", protocols)
              .replace("{server}", server));
      ProcessBuilder builder =
          new ProcessBuilder(
              executable().toString(), "-e", "stderr", "-p", folder.toString(), "-c", file + "");
      return new Nginx(ServerProgram.start("nginx", builder, port, folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return program.port();
  }

  @Override
  public void close() {
    program.close();
  }
}
