package dev.tickgate.cli;

import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.config.EffectiveYaml;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code tickgate check}: prints the settings in use, or checks the other systems; changes nothing.
 */
@Command(
    name = "check",
    description = "Checks the configuration and prints the settings in use, without passwords.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCode.BAD_USAGE,
    exitCodeOnExecutionException = ExitCode.FAILED,
    footer = {"", "Exit codes: 0 ok, 1 an error in the configuration or found by --connect."})
public final class CheckCommand implements Callable<Integer> {
  private final Invocation main;

  @Option(
      names = "--connect",
      description = {
        "Connects to the databases, to Kafka and to Redis instead, and prints what a start",
        "would find there: server, encryption, rights, tables, columns, index of the key,",
        "wake-up trigger, topics."
      })
  private boolean connect;

  public CheckCommand(Invocation main) {
    this.main = main;
  }

  @Override
  public Integer call() throws Exception {
    if (!(main.load() instanceof Ready ready)) {
      return ExitCode.BAD_USAGE;
    }
    PrintWriter out = main.out();
    if (!connect) {
      out.print(EffectiveYaml.of(ready.settings().byPath()));
      out.flush();
      return ExitCode.OK;
    }
    List<CheckReport.Line> lines = ConnectionCheck.run(ready.config());
    lines.forEach(out::println);
    return lines.stream().anyMatch(CheckReport.Line::isError) ? ExitCode.BAD_USAGE : ExitCode.OK;
  }
}
