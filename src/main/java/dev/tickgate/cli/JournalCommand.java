package dev.tickgate.cli;

import dev.tickgate.config.Config.Loading.Ready;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code tickgate journal}: the commands of an operator on the journal, from which clients resume.
 */
@Command(
    name = "journal",
    description = "Changes the journal, from which clients continue.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCode.BAD_USAGE)
public record JournalCommand(Invocation main) {
  @Command(
      name = "new-epoch",
      description = {
        "Begins a new epoch: no client continues from the position it has; each is told so and",
        "gets the newest. Needed after a backup was restored while all processes were stopped."
      },
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = ExitCode.BAD_USAGE)
  int newEpoch(
      @Parameters(
              paramLabel = "FEED",
              arity = "0..*",
              description =
                  "Default: every feed of the configuration and of the database, as that of"
                      + " events.")
          List<String> feeds,
      @Option(
              names = "--replace-definition",
              description =
                  "Also where a named feed had another topic, table or key; deletes its journal.")
          boolean replaceDefinition)
      throws Exception {
    if (!(main.load() instanceof Ready ready)) {
      return ExitCode.BAD_USAGE;
    }
    if (ready.config().database().server().isEmpty()) {
      return refused("database.url: is empty; set DATABASE_URL to the database with the journal");
    }
    List<String> names = feeds == null ? List.of() : feeds;
    if (replaceDefinition && names.isEmpty()) {
      return refused("--replace-definition needs the name of a feed");
    }
    NewEpochs.Report report = NewEpochs.begin(ready.config(), names, replaceDefinition);
    if (report.unknown().isPresent()) {
      return refused("there is no feed " + report.unknown().get());
    }
    report.lines().forEach(main.out()::println);
    return report.complete() ? ExitCode.OK : ExitCode.FAILED;
  }

  private int refused(String why) {
    main.err().println(why);
    return ExitCode.BAD_USAGE;
  }
}
