package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A running pgbouncer with default settings, except for its pool mode; closing it ends the process.
 */
public final class PgBouncer implements AutoCloseable {
  static final String VARIABLE = "TICKGATE_TEST_PGBOUNCER";
  private static final String ADVICE =
      "No pgbouncer for the tests: install it (Debian: apt-get install pgbouncer; macOS: brew"
          + " install pgbouncer), or name its program in "
          + VARIABLE
          + ".";
  private static final String CONFIGURATION =
      """
      [databases]
      * = host=127.0.0.1 port=%d user=postgres
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = %d
      unix_socket_dir =
      auth_type = any
      pool_mode = %s
      """;

  private final ServerProgram program;

  private PgBouncer(ServerProgram program) {
    this.program = program;
  }

  /**
   * Starts pgbouncer in front of a server on this machine.
   *
   * @param settings lines of its section {@code pgbouncer}
   */
  public static PgBouncer start(int server, String poolMode, String... settings) {
    Path executable =
        Programs.first(
            ADVICE,
            List.of(
                () -> Programs.named(VARIABLE, System.getenv(VARIABLE)),
                () -> Programs.installed("pgbouncer", "/opt/homebrew/bin/pgbouncer"),
                () -> Programs.debian("pgbouncer", "pgbouncer")));
    int port = Ports.free();
    try {
      Path folder = Files.createTempDirectory("pgbouncer");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path file = folder.resolve("pgbouncer.ini");
      String text = CONFIGURATION.formatted(server, port, poolMode);
      // pgbouncer refuses to run as root.
      String user = "root".equals(System.getProperty("user.name")) ? "user = nobody\n" : "";
      Files.writeString(file, text + user + String.join("\n", settings) + "\n");
      ProcessBuilder builder = new ProcessBuilder(executable.toString(), file.toString());
      return new PgBouncer(ServerProgram.start("pgbouncer", builder, port, folder));
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
