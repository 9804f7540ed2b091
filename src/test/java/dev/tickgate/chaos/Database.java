package dev.tickgate.chaos;

import dev.tickgate.testing.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The PostgreSQL of one site, whose clock and disk can be disturbed. Blocking. One fault at a time
 * starts and stops it.
 */
final class Database implements AutoCloseable {
  private static final String SECONDS = "60";
  private static final String SIZE = "320m";

  private final Programs programs;
  private final Disk disk;
  private final Clock clock;
  private final Path log;
  private final int port = Ports.free();
  private final int privatePort = Ports.free();
  // Threads of several faults ask.
  private final AtomicBoolean taken = new AtomicBoolean();

  private Database(Programs programs, Disk disk, Clock clock, Path log) {
    this.programs = programs;
    this.disk = disk;
    this.clock = clock;
    this.log = log;
  }

  static Database start(Path directory) throws IOException {
    Path own = Files.createDirectories(directory).toRealPath();
    Database database =
        new Database(
            Programs.find(),
            Disk.mount(own.resolve("disk"), SIZE),
            Clock.ofProcesses(own.resolve("clock")),
            own.resolve("postgres.log"));
    try {
      database.create();
      database.start();
      return database;
    } catch (IOException e) {
      database.close();
      throw e;
    }
  }

  /** Whether it is the caller's now, who alone may start, stop and configure it. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  void giveBack() {
    taken.set(false);
  }

  void create() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-D", data().toString(), "-U", "postgres"));
    arguments.addAll(List.of("-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"));
    programs.run("initdb", arguments, Map.of());
  }

  Path data() {
    return disk.directory().resolve("data");
  }

  Programs programs() {
    return programs;
  }

  Disk disk() {
    return disk;
  }

  Clock clock() {
    return clock;
  }

  int port() {
    return port;
  }

  /** As everybody reaches it. */
  Sql sql() {
    return new Sql(url(port));
  }

  /** As only its operator reaches it, after {@link #startPrivately}. */
  Sql privateSql() {
    return new Sql(url(privatePort));
  }

  int privatePort() {
    return privatePort;
  }

  private static String url(int port) {
    String host = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    return host + "?user=postgres&connectTimeout=2&socketTimeout=20";
  }

  void start() throws IOException {
    startOn(port);
  }

  void startPrivately() throws IOException {
    startOn(privatePort);
  }

  private void startOn(int at) throws IOException {
    // Of a server that is gone; PostgreSQL would mistake a process that has its number for it.
    Files.deleteIfExists(data().resolve("postmaster.pid"));
    String options =
        String.join(
            " ",
            "-p " + at,
            "-c listen_addresses=127.0.0.1",
            "-c unix_socket_directories=",
            "-c timezone=UTC",
            "-c max_wal_size=64MB",
            "-c min_wal_size=32MB",
            "-c max_connections=100");
    List<String> arguments = new ArrayList<>(List.of("-D", data().toString(), "-l"));
    arguments.addAll(List.of(log.toString(), "-o", options, "-t", SECONDS, "-w", "start"));
    programs.run("pg_ctl", arguments, clock.environment());
  }

  /** Clients are disconnected. */
  void stop() throws IOException {
    stop("fast");
  }

  /** Ends it without a word: connections break, the log keeps what was committed. */
  void crash() throws IOException {
    stop("immediate");
  }

  private void stop(String mode) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-D", data().toString(), "-m", mode));
    arguments.addAll(List.of("-t", SECONDS, "-w", "stop"));
    programs.run("pg_ctl", arguments, Map.of());
  }

  /** Whether its process runs; it ends by itself where its disk is full. */
  boolean isRunning() throws IOException {
    Path file = data().resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return false;
    }
    List<String> lines = Files.readAllLines(file);
    Optional<ProcessHandle> process =
        lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.get(0).trim()));
    return process.filter(ProcessHandle::isAlive).isPresent();
  }

  @Override
  public void close() throws IOException {
    if (isRunning()) {
      crash();
    }
    disk.close();
  }
}
