package dev.tickgate.demo;

import dev.tickgate.testing.ForkLock;
import dev.tickgate.testing.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL of one test, which may crash and come back on the same port. */
public final class TestServer implements AutoCloseable {
  // Unpacked once for all tests.
  private static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

  private final PostgresServer server;
  private final int port;

  private TestServer(PostgresServer server, int port) {
    this.server = server;
    this.port = port;
  }

  public static TestServer start(Path directory) throws IOException {
    PostgresServer server = serverOf(Files.createDirectories(directory));
    // Not the port that the server chooses: while it is down, a connection could take that port.
    int port = Ports.free();
    server.startOn(port);
    return new TestServer(server, port);
  }

  static EmbeddedDatabase database(Path directory) throws IOException {
    binaries();
    return EmbeddedDatabase.start(directory, BINARIES);
  }

  static PostgresServer serverOf(Path directory) throws IOException {
    return new PostgresServer(binaries(), directory.toRealPath());
  }

  private static PostgresBinaries binaries() {
    return ForkLock.holding(
        "postgres-binaries",
        () ->
            PostgresBinaries.unpackedIn(Files.createDirectories(BINARIES), PostgresArchive.read()));
  }

  /** The directory of the programs that start such servers. */
  public static Path programs() {
    List<String> command = binaries().command("initdb", List.of());
    return Path.of(command.get(command.size() - 1)).getParent();
  }

  public String url() {
    return "postgresql://postgres@127.0.0.1:" + port + "/postgres";
  }

  /** A hot standby of this server, whose data is copied while it is down for a moment. */
  public TestServer standby(Path directory) throws IOException {
    close();
    Path copy = Files.createDirectories(directory).toRealPath().resolve("data");
    copy(server.data(), copy);
    Files.createFile(copy.resolve("standby.signal"));
    Files.writeString(
        copy.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=postgres'\n");
    restart();
    return start(directory);
  }

  /** Copies its files while it is down for a moment. */
  public void backUp(Path directory) throws IOException {
    close();
    copy(server.data(), directory.resolve("data"));
    restart();
  }

  /** Crashes, and comes back with the files of the backup. */
  public void restore(Path directory) throws IOException {
    crash();
    try (Stream<Path> files = Files.walk(server.data())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    copy(directory.resolve("data"), server.data());
    restart();
  }

  private static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Files.copy(
            file, target.resolve(source.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** This hot standby as the server instead of that one, without what it has not received. */
  public void replace(TestServer primary) throws IOException {
    server.stop("fast");
    Files.delete(server.data().resolve("postgresql.auto.conf"));
    server.startOn(primary.port);
  }

  /** Without a word to anybody: connections break, what was committed is in the log. */
  public void crash() throws IOException {
    server.stop("immediate");
  }

  public void restart() throws IOException {
    server.startOn(port);
  }

  @Override
  public void close() throws IOException {
    server.stop("fast");
  }
}
