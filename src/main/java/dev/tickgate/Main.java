package dev.tickgate;

import dev.tickgate.bench.Bench;
import dev.tickgate.cli.ArchiveCommand;
import dev.tickgate.cli.CapacityCommand;
import dev.tickgate.cli.CheckCommand;
import dev.tickgate.cli.ExitCode;
import dev.tickgate.cli.HashKeyCommand;
import dev.tickgate.cli.Invocation;
import dev.tickgate.cli.JournalCommand;
import dev.tickgate.cli.NotifyCommand;
import dev.tickgate.cli.OutboxCommand;
import dev.tickgate.cli.RunCommand;
import dev.tickgate.cli.Running;
import dev.tickgate.cli.Signals;
import dev.tickgate.cli.TopCommand;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.config.Config.Loading.Refused;
import dev.tickgate.node.FailureLine;
import dev.tickgate.node.FileWatch;
import dev.tickgate.node.Version;
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
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Exit codes: 0 ok, 1 bad usage or configuration, 2 failed at run time, 3 halted.
 */
@Command(
    name = "tickgate",
    description = "Streams the rows of a PostgreSQL table to browsers and services, live.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionProvider.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCode.BAD_USAGE,
    exitCodeOnExecutionException = ExitCode.FAILED,
    footer = {
      "",
      "Every setting is also an environment variable: http.port is TICKGATE_HTTP_PORT.",
      "Exit codes: 0 ok, 1 bad usage or configuration, 2 failed at run time, 3 out of memory.",
      "The load generator, bench, has codes of its own."
    })
public final class Main implements Callable<Integer>, Invocation {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private static final long WATCH_MS = 1_000;

  private final Map<String, String> environment;
  private final Function<Config, Future<Running>> starter;
  // Completed by the thread of a signal, read by the main thread.
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
      description =
          "What this process does: poller, recorder, exchange, relay, gateway. Default: all.")
  private String roles;

  @Option(
      names = "--demo",
      scope = ScopeType.INHERIT,
      description = "Writes made-up quotes; without a database, into an embedded one.")
  private boolean demo;

  /**
   * @param stop completed when the started node must stop
   */
  public Main(
      Map<String, String> environment,
      Function<Config, Future<Running>> starter,
      CompletableFuture<Void> stop) {
    this.environment = environment;
    this.starter = starter;
    this.stop = stop;
  }

  public static void main(String[] arguments) {
    main(arguments, config -> Node.start(config).map(node -> node.greet(System.out)));
  }

  /** Runs the command line, and ends the JVM with its exit code, also a JVM of Maven. */
  public static void main(String[] arguments, Function<Config, Future<Running>> starter) {
    CompletableFuture<Void> stop = new CompletableFuture<>();
    Signals.onStop(() -> stop.complete(null), System::nanoTime);
    Main main = new Main(System.getenv(), starter, stop);
    System.exit(
        main.run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
  }

  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    commandLine =
        new CommandLine(this)
            .addSubcommand(new CheckCommand(this))
            .addSubcommand(new NotifyCommand(this))
            .addSubcommand(new OutboxCommand(this))
            .addSubcommand(new JournalCommand(this))
            .addSubcommand(new HashKeyCommand())
            .addSubcommand(new ArchiveCommand(this))
            .addSubcommand(new TopCommand(this))
            .addSubcommand(new Bench())
            .addSubcommand(new CapacityCommand())
            .setOut(out)
            .setErr(err)
            .setParameterExceptionHandler(Main::badUsage)
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                  FailureLine.print(failure, err);
                  return ExitCode.FAILED;
                });
    return commandLine.execute(arguments);
  }

  @Override
  public Integer call() throws Exception {
    return load() instanceof Ready ready
        ? new RunCommand(this::start, stop, commandLine.getErr()).run(ready.config())
        : ExitCode.BAD_USAGE;
  }

  private Future<Running> start(Config config) {
    config.ops().log().apply();
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

  /** Reads the configuration again. A configuration with errors changes nothing. */
  private void reread(Running started) {
    Loading loading = read();
    if (loading instanceof Ready ready) {
      started.reread(ready.config());
    } else if (loading instanceof Refused refused) {
      LOG.atWarn().addKeyValue("errors", refused.errors()).log("node.rules_rejected");
    }
  }

  @Override
  public Loading load() {
    Loading loading = read();
    if (loading instanceof Refused refused) {
      refused.errors().forEach(commandLine.getErr()::println);
    }
    return loading;
  }

  @Override
  public PrintWriter out() {
    return commandLine.getOut();
  }

  @Override
  public PrintWriter err() {
    return commandLine.getErr();
  }

  private Loading read() {
    Optional<String> enabled = demo ? Optional.of("true") : Optional.empty();
    return Config.load(Optional.ofNullable(file), environment, Optional.ofNullable(roles), enabled);
  }

  private static int badUsage(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    // A misspelt required option also counts as missing: the unknown option is the better message.
    List<String> unknown = command.getUnmatchedArguments();
    ParameterException told =
        unknown.isEmpty() ? mistake : new UnmatchedArgumentException(command, unknown);
    command.getErr().println(told.getMessage());
    command.getErr().println("Try: %s --help".formatted(command.getCommandSpec().qualifiedName()));
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Prints the version of the build. */
  static final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tickgate " + Version.current()};
    }
  }
}
