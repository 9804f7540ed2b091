package dev.tickgate;

import dev.tickgate.Config.Loading.Ready;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what would be used, without using it. */
@Command(
    name = "check",
    description = "Checks the configuration and prints the settings in use, without passwords.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Main.BAD_USAGE,
    exitCodeOnExecutionException = Main.FAILED,
    footer = {"", "Exit codes: 0 ok, 1 an error in the configuration or found at the databases."})
final class Check implements Callable<Integer> {
  private final Main main;

  @Option(
      names = "--connect",
      description = {
        "Connects to the databases instead, and prints what a start would find there:",
        "server, encryption, rights, tables, columns, index of the key, wake-up trigger."
      })
  private boolean connect;

  Check(Main main) {
    this.main = main;
  }

  @Override
  public Integer call() throws Exception {
    if (!(main.load() instanceof Ready ready)) {
      return Main.BAD_USAGE;
    }
    PrintWriter out = main.out();
    if (!connect) {
      out.print(EffectiveYaml.of(ready.settings().byPath()));
      out.flush();
      return Main.OK;
    }
    List<ConnectionCheck.Line> lines = ConnectionCheck.run(ready.config());
    lines.forEach(out::println);
    return lines.stream().anyMatch(ConnectionCheck.Line::isError) ? Main.BAD_USAGE : Main.OK;
  }
}
