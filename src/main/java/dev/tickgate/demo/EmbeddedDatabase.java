package dev.tickgate.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedded PostgreSQL: durable, for connections from this machine only. All processes with the
 * same directory share one server. The last one to stop also stops the server, even one that a
 * killed process left running. Its methods block: not for an event loop.
 */
public final class EmbeddedDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  private final Path directory;
  private final PostgresServer server;
  private final Users users;
  private final Users.User user;
  private final int port;

  private EmbeddedDatabase(
      Path directory, PostgresServer server, Users users, Users.User user, int port) {
    this.directory = directory;
    this.server = server;
    this.users = users;
    this.user = user;
    this.port = port;
  }

  /** Returns the directory of the data where no setting names one. */
  public static Path defaultDirectory() {
    return Directories.data(
        System.getProperty("os.name"), System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** Starts the server of a directory, or uses the server that already runs there. */
  public static EmbeddedDatabase start(Path directory) throws IOException {
    return start(directory, directory.resolve("binaries"));
  }

  static EmbeddedDatabase start(Path directory, Path binaries) throws IOException {
    Path real = Files.createDirectories(directory).toRealPath();
    return alone(real, () -> startAlone(real, binaries));
  }

  private static EmbeddedDatabase startAlone(Path directory, Path binaries) throws IOException {
    byte[] archive = PostgresArchive.read();
    PostgresServer server =
        new PostgresServer(
            PostgresBinaries.unpackedIn(Files.createDirectories(binaries), archive), directory);
    OptionalInt running = server.runningPort();
    int port = running.isPresent() ? running.getAsInt() : server.start();
    LOG.atInfo()
        .addKeyValue("directory", directory)
        .addKeyValue("port", port)
        .addKeyValue("reused", running.isPresent())
        .log("database.embedded_started");
    Users users = new Users(directory.resolve("users"));
    return new EmbeddedDatabase(directory, server, users, users.enter(), port);
  }

  public int port() {
    return port;
  }

  /** {@code postgresql://postgres@127.0.0.1:port/postgres}. */
  public String url() {
    return "postgresql://postgres@127.0.0.1:" + port + "/postgres";
  }

  /** Releases the server, and stops it where it has no other user; returns whether it stopped. */
  public boolean stop() throws IOException {
    return alone(
        directory,
        () -> {
          user.leave();
          if (users.any() || server.runningPort().isEmpty()) {
            return false;
          }
          server.stop("fast");
          return true;
        });
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  // The lock of the file excludes other processes, the monitor other threads of this process: a
  // process that locks a file twice gets an exception.
  private static <T> T alone(Path directory, Step<T> step) throws IOException {
    synchronized (EmbeddedDatabase.class) {
      try (FileChannel channel =
              FileChannel.open(
                  directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IOException("the lock of " + directory + " was lost");
        }
        return step.run();
      }
    }
  }
}
