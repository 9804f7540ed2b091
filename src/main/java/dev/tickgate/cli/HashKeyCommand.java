package dev.tickgate.cli;

import dev.tickgate.auth.ApiKeys;
import dev.tickgate.protocol.Token;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tickgate hash-key}: a new API key, and the line that makes it known. */
@Command(
    name = "hash-key",
    description = "Makes an API key, and prints it with its line for auth.apiKeys.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCode.BAD_USAGE)
public final class HashKeyCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "NAME", description = "Whose it is; letters, digits, _ and -.")
  private String name;

  @Override
  public Integer call() {
    if (!ApiKeys.isName(name)) {
      throw new ParameterException(
          command.commandLine(),
          "\"%s\" is not a name (1 to 64 of letters, digits, _ and -)".formatted(name));
    }
    Token key = ApiKeys.create(new SecureRandom());
    PrintWriter out = command.commandLine().getOut();
    out.println("The key, which is shown only now: " + key.text());
    out.println("auth.apiKeys: [{ name: %s, sha256: %s }]".formatted(name, key.hash()));
    return ExitCode.OK;
  }
}
