package dev.tickgate.cli;

import dev.tickgate.auth.ApiKeys;
import dev.tickgate.protocol.Token;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code tickgate hash-key}: creates a key of a program or an operator, and prints it with its
 * settings.
 */
@Command(
    name = "hash-key",
    description = {
      "Makes a key, and prints it with its line for the settings.",
      "Under auth.apiKeys it is the key of a program, under ops.keys that of an operator."
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCode.BAD_USAGE)
public final class HashKeyCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "NAME", description = "Whose it is; letters, digits, _ and -.")
  private String name;

  @Option(
      names = "--claim",
      paramLabel = "NAME=VALUE",
      description = "A claim of a program, for the access rules, such as role=publisher.")
  private Map<String, String> claims = Map.of();

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
    String known = "name: %s, sha256: %s".formatted(name, key.hash());
    out.println("For a program, in the settings of each process:");
    out.println("auth: { apiKeys: [{ %s%s }] }".formatted(known, claimsOf()));
    if (claims.isEmpty()) {
      // The key of an operator has no claims.
      out.println("Or for an operator, for /admin and top:");
      out.println("ops: { keys: [{ %s }] }".formatted(known));
    }
    return ExitCode.OK;
  }

  // A JSON object is YAML, too.
  private String claimsOf() {
    return claims.isEmpty() ? "" : ", claims: " + new JsonObject(new TreeMap<>(claims)).encode();
  }
}
