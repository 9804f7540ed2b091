package dev.tickgate.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL of one test, which may crash and come back on the same port. */
public final class TestServer {
  // Unpacked once for all tests.
  private static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

  private final PostgresServer server;
  private final int port;

  private TestServer(PostgresServer server, int port) {
    this.server = server;
    this.port = port;
  }

  public static TestServer start(Path directory) throws IOException {
    PostgresServer server = serverOf(directory);
    return new TestServer(server, server.start());
  }

  static EmbeddedDatabase database(Path directory) throws IOException {
    return EmbeddedDatabase.start(directory, Files.createDirectories(BINARIES));
  }

  static PostgresServer serverOf(Path directory) throws IOException {
    return new PostgresServer(
        PostgresBinaries.unpackedIn(Files.createDirectories(BINARIES)), directory.toRealPath());
  }

  public String url() {
    return "postgresql://postgres@127.0.0.1:" + port + "/postgres";
  }

  /** Without a word to anybody: connections break, what was committed is in the log. */
  public void crash() throws IOException {
    server.stop("immediate");
  }

  public void restart() throws IOException {
    server.startOn(port);
  }

  public void stop() throws IOException {
    server.stop("fast");
  }
}
