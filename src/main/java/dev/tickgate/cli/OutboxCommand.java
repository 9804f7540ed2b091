package dev.tickgate.cli;

import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.feed.OutboxTable;
import io.vertx.core.Future;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code tickgate outbox}: installs the table in which applications publish in their own
 * transactions.
 */
@Command(
    name = "outbox",
    description = "Installs the table through which applications publish in their transactions.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCode.BAD_USAGE)
public record OutboxCommand(Invocation main) {
  @Command(
      name = "install",
      description = {
        "Creates the table tickgate.outbox in the database with the tables, and its trigger; leaves",
        "a table that is there with its rows. Needed where coordination.url is set, and after the",
        "table was dropped; otherwise the first leader creates it."
      },
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = ExitCode.BAD_USAGE)
  int install(
      @Option(
              names = "--grant",
              paramLabel = "ROLE",
              description = "Lets this role of the database insert rows, and do nothing else.")
          List<String> roles)
      throws Exception {
    if (!(main.load() instanceof Ready ready)) {
      return ExitCode.BAD_USAGE;
    }
    if (ready.config().database().server().isEmpty()) {
      main.err()
          .println("database.url: is empty; set DATABASE_URL to the database of the applications");
      return ExitCode.BAD_USAGE;
    }
    boolean ours = ready.config().coordination().isEmpty();
    List<String> granted = roles == null ? List.of() : roles;
    DatabaseTask.run(
        ready.config(),
        databases -> install(new OutboxTable(databases.feeds().source(), ours), granted));
    main.out().println("the table tickgate.outbox is installed");
    granted.forEach(role -> main.out().println(role + " may insert rows"));
    return ExitCode.OK;
  }

  private static Future<Void> install(OutboxTable table, List<String> roles) {
    Future<Void> previous = table.install();
    for (String role : roles) {
      previous = previous.compose(before -> table.grantInsert(role));
    }
    return previous;
  }
}
