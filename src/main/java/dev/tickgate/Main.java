package dev.tickgate;

import dev.tickgate.Config.Loading;
import dev.tickgate.Config.Loading.Ready;
import dev.tickgate.Config.Loading.Refused;
import dev.tickgate.bench.Bench;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * The command line. Exit codes: 0 ok, 1 bad usage or configuration, 2 failed at run time, 3 halted.
 */
@Command(
    name = "tickgate",
    description = "Streams the rows of a PostgreSQL table to browsers and services, live.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = Main.BAD_USAGE,
    exitCodeOnExecutionException = Main.FAILED,
    footer = {
      "",
      "Every setting is also an environment variable: http.port is TICKGATE_HTTP_PORT.",
      "Exit codes: 0 ok, 1 bad usage or configuration, 2 failed at run time, 3 out of memory."
    })
public final class Main implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  static final int OK = 0;
  static final int BAD_USAGE = 1;
  static final int FAILED = 2;

  private static final long WATCH_MS = 1_000;

  private final Map<String, String> environment;
  private final Function<Config, Future<Running>> starter;
  // Completed by a signal's thread; read by ours.
  private final CompletableFuture<Void> stop;
  // Set before any command runs.
  private CommandLine commandLine;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Settings that differ from the defaults, as YAML.")
  private Path file;

  @Option(
      names = "--roles",
      paramLabel = "ROLE[,ROLE]",
      scope = ScopeType.INHERIT,
      description = "What this process does: poller, recorder, gateway. Default: all.")
  private String roles;

  @Option(
      names = "--demo",
      scope = ScopeType.INHERIT,
      description = "Writes made-up quotes; without a database, into an embedded one.")
  private boolean demo;

  /** What was started. */
  @FunctionalInterface
  interface Running {
    Future<Void> close();

    /** The configuration was read again: what can change while it runs does. */
    default void reread(Config config) {}
  }

  /**
   * @param stop asks the started node to stop
   */
  Main(
      Map<String, String> environment,
      Function<Config, Future<Running>> starter,
      CompletableFuture<Void> stop) {
    this.environment = environment;
    this.starter = starter;
    this.stop = stop;
  }

  public static void main(String[] arguments) {
    main(arguments, config -> Node.start(config).map(node -> Banner.print(node, System.out)));
  }

  /** Runs the command line and leaves the JVM, Maven's too. */
  static void main(String[] arguments, Function<Config, Future<Running>> starter) {
    CompletableFuture<Void> stop = new CompletableFuture<>();
    Signals.onStop(() -> stop.complete(null));
    Main main = new Main(System.getenv(), starter, stop);
    System.exit(
        main.run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
  }

  int run(PrintWriter out, PrintWriter err, String... arguments) {
    commandLine =
        new CommandLine(this)
            .addSubcommand(new Check(this))
            .addSubcommand(new Notify(this))
            .addSubcommand(new JournalCommand(this))
            .addSubcommand(new HashKey())
            .addSubcommand(new Bench())
            .setOut(out)
            .setErr(err)
            .setParameterExceptionHandler(Main::badUsage)
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                  FailureLine.print(failure, err);
                  return FAILED;
                });
    return commandLine.execute(arguments);
  }

  @Override
  public Integer call() throws Exception {
    return load() instanceof Ready ready
        ? new Run(this::start, stop, commandLine.getErr()).run(ready.config())
        : BAD_USAGE;
  }

  private Future<Running> start(Config config) {
    Optional<FileWatch> watch = Optional.ofNullable(file).map(FileWatch::new);
    return starter.apply(config).onSuccess(started -> watch.ifPresent(w -> watch(w, started)));
  }

  private void watch(FileWatch watch, Running started) {
    ScheduledExecutorService rounds =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "configuration-watch");
              thread.setDaemon(true);
              return thread;
            });
    rounds.scheduleWithFixedDelay(
        () -> watch.round(() -> reread(started)), WATCH_MS, WATCH_MS, TimeUnit.MILLISECONDS);
    stop.whenComplete((asked, never) -> rounds.shutdown());
  }

  /** With errors everything stays as it is. */
  private void reread(Running started) {
    Loading loading = read();
    if (loading instanceof Ready ready) {
      started.reread(ready.config());
    } else if (loading instanceof Refused refused) {
      LOG.atWarn().addKeyValue("errors", refused.errors()).log("node.rules_kept");
    }
  }

  /** The configuration; each error has been told. */
  Loading load() {
    Loading loading = read();
    if (loading instanceof Refused refused) {
      refused.errors().forEach(commandLine.getErr()::println);
    }
    return loading;
  }

  PrintWriter out() {
    return commandLine.getOut();
  }

  PrintWriter err() {
    return commandLine.getErr();
  }

  private Loading read() {
    Optional<String> enabled = demo ? Optional.of("true") : Optional.empty();
    return Config.load(Optional.ofNullable(file), environment, Optional.ofNullable(roles), enabled);
  }

  private static int badUsage(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    command.getErr().println(mistake.getMessage());
    command.getErr().println("Try: %s --help".formatted(command.getCommandSpec().qualifiedName()));
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Makes the tables wake the poller, or sleep on. */
  @Command(
      name = "notify",
      description = "Installs or removes the triggers that tell the poller of new rows at once.",
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = BAD_USAGE)
  private record Notify(Main main) {
    @Command(
        name = "install",
        description = "Creates a trigger on the table of every feed, and the function it calls.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = BAD_USAGE)
    int install() throws Exception {
      return triggers(Triggers.Change.INSTALL);
    }

    @Command(
        name = "remove",
        description = "Drops the triggers again.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = BAD_USAGE)
    int remove() throws Exception {
      return triggers(Triggers.Change.REMOVE);
    }

    private int triggers(Triggers.Change change) throws Exception {
      if (!(main.load() instanceof Ready ready)) {
        return BAD_USAGE;
      }
      if (ready.config().database().server().isEmpty()) {
        main.commandLine
            .getErr()
            .println("database.url: is empty; set DATABASE_URL to the database with the tables");
        return BAD_USAGE;
      }
      List<Triggers.Line> lines = Triggers.apply(ready.config(), change);
      lines.forEach(line -> (line.isFailure() ? main.err() : main.out()).println(line.text()));
      return lines.stream().anyMatch(Triggers.Line::isFailure) ? FAILED : OK;
    }
  }

  /** What the jar says; "dev" where it is not a jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tickgate " + current()};
    }

    static String current() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "dev" : version;
    }
  }
}
