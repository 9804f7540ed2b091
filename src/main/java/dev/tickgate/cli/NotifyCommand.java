package dev.tickgate.cli;

import dev.tickgate.config.Config.Loading.Ready;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code tickgate notify}: installs or removes the triggers that notify the poller of new rows. */
@Command(
    name = "notify",
    description = "Installs or removes the triggers that tell the poller of new rows at once.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCode.BAD_USAGE)
public record NotifyCommand(Invocation main) {
  @Command(
      name = "install",
      description = "Creates a trigger on the table of every feed, and the function it calls.",
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = ExitCode.BAD_USAGE)
  int install() throws Exception {
    return triggers(Triggers.Change.INSTALL);
  }

  @Command(
      name = "remove",
      description = "Drops the triggers again.",
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = ExitCode.BAD_USAGE)
  int remove() throws Exception {
    return triggers(Triggers.Change.REMOVE);
  }

  private int triggers(Triggers.Change change) throws Exception {
    if (!(main.load() instanceof Ready ready)) {
      return ExitCode.BAD_USAGE;
    }
    if (ready.config().database().server().isEmpty()) {
      main.err()
          .println("database.url: is empty; set DATABASE_URL to the database with the tables");
      return ExitCode.BAD_USAGE;
    }
    List<Triggers.Line> lines = Triggers.apply(ready.config(), change);
    lines.forEach(line -> (line.isFailure() ? main.err() : main.out()).println(line.text()));
    return lines.stream().anyMatch(Triggers.Line::isFailure) ? ExitCode.FAILED : ExitCode.OK;
  }
}
