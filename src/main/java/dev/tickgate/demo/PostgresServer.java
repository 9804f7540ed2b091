package dev.tickgate.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of one data directory: creates the data, starts the server, finds a running one, stops
 * it. Its methods block; one caller at a time among all processes of the machine.
 */
final class PostgresServer {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final String SECONDS_TO_START = "60";
  private static final String SECONDS_TO_STOP = "20";
  // The lines of postmaster.pid.
  private static final int PID = 0;
  private static final int PORT = 3;
  private static final int STATUS = 7;

  private final PostgresBinaries binaries;
  private final Path directory;
  private final Path data;

  PostgresServer(PostgresBinaries binaries, Path directory) {
    this.binaries = binaries;
    this.directory = directory;
    this.data = directory.resolve("data");
  }

  Path data() {
    return data;
  }

  /**
   * Returns the port of the server that runs on this data, whichever process started it. Stops a
   * server that is not ready.
   */
  OptionalInt runningPort() throws IOException {
    Optional<List<String>> lines = pidFile();
    if (lines.isEmpty() || !isPostgres(Long.parseLong(lines.get().get(PID).trim()))) {
      return OptionalInt.empty();
    }
    if (lines.get().size() <= STATUS || !lines.get().get(STATUS).trim().equals("ready")) {
      // The server is starting or stopping: its next state is unknown, so it is stopped.
      stop("fast");
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(lines.get().get(PORT).trim()));
  }

  private Optional<List<String>> pidFile() throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    return lines.isEmpty() || lines.get(0).isBlank() ? Optional.empty() : Optional.of(lines);
  }

  // The id of a process that has ended may belong to another process by now.
  private boolean isPostgres(long pid) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return false;
    }
    ProcessHandle.Info info = process.get().info();
    boolean program = info.command().map(command -> command.endsWith("/postgres")).orElse(true);
    boolean ours =
        info.arguments()
            .map(arguments -> List.of(arguments).contains(data.toString()))
            .orElse(true);
    return program && ours;
  }

  /** Starts the server on a free port, for connections from this machine only. */
  int start() throws IOException {
    int port = freePort();
    startOn(port);
    return port;
  }

  void startOn(int port) throws IOException {
    if (!Files.exists(data)) {
      create();
    }
    LOG.atInfo().addKeyValue("port", port).log("database.embedded_starting");
    // The file of a server that has ended: PostgreSQL would mistake a process with the same id for
    // that server.
    Files.deleteIfExists(data.resolve("postmaster.pid"));
    String options =
        String.join(
            " ",
            "-p " + port,
            "-c listen_addresses=127.0.0.1",
            "-c unix_socket_directories=",
            "-c fsync=on",
            "-c synchronous_commit=on",
            "-c timezone=UTC",
            "-c max_connections=100");
    run(
        "pg_ctl",
        List.of(
            "-D",
            data.toString(),
            "-l",
            directory.resolve("postgres.log").toString(),
            "-o",
            options,
            "-t",
            SECONDS_TO_START,
            "-w",
            "start"));
  }

  // Creates the data in another directory and renames it: a killed process leaves no incomplete
  // data.
  private void create() throws IOException {
    LOG.atInfo().addKeyValue("directory", data).log("database.embedded_creating");
    Path half = directory.resolve("data.creating");
    Directories.delete(half);
    run(
        "initdb",
        List.of(
            "-A", "trust", "-U", "postgres", "-E", "UTF-8", "--locale=C", "-D", half.toString()));
    Files.move(half, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /**
   * Stops the server.
   *
   * @param mode {@code fast} disconnects the clients; {@code immediate} ends the server as a crash
   *     would
   */
  void stop(String mode) throws IOException {
    run("pg_ctl", List.of("-D", data.toString(), "-m", mode, "-t", SECONDS_TO_STOP, "-w", "stop"));
  }

  private void run(String program, List<String> arguments) throws IOException {
    // A file, not a pipe: the server would inherit the pipe and keep it open.
    Path output = Files.createTempFile(directory, program, ".out");
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(binaries.command(program, arguments)))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException(program + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException(program + " failed: " + Files.readString(output).trim());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while running " + program, e);
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
