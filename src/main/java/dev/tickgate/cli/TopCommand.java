package dev.tickgate.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tickgate top}: the nodes of a cluster in a terminal, as one of them reports them. */
@Command(
    name = "top",
    description = "Shows the nodes, sessions, feeds and relays of a running cluster.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ExitCode.BAD_USAGE,
    footer = {"", "Exit codes: 0 ok, 1 bad usage, 2 no answer, or the key is unknown."})
public final class TopCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final long REFRESH_MS = 2_000;
  private static final String CLUSTER = "/admin/cluster";
  // Moves the cursor home; clears the rest of a line; clears the lines below the page.
  private static final String BEGIN = "\u001b[H";
  private static final String END_OF_LINE = "\u001b[K\n";
  private static final String REST = "\u001b[J";

  private final Invocation main;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  @Spec private CommandSpec command;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://localhost:8081",
      description = "The operations port of any node; default: ${DEFAULT-VALUE}.")
  private URI url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      defaultValue = "${env:TICKGATE_KEY}",
      description = {
        "The key of an operator (ops.keys). Other users of this machine see it in the list of",
        "processes: better the environment variable TICKGATE_KEY."
      })
  private String key;

  @Option(names = "--once", description = "Prints one page and ends, for scripts.")
  private boolean once;

  public TopCommand(Invocation main) {
    this.main = main;
  }

  @Override
  public Integer call() throws InterruptedException {
    checkAddress();
    try {
      TopPage page = TopPage.of(report(), Optional.empty());
      if (once) {
        page.lines().forEach(main.out()::println);
        return ExitCode.OK;
      }
      return refresh(page);
    } catch (IOException e) {
      main.err().println(e.getMessage());
      return ExitCode.FAILED;
    }
  }

  /** Shows pages until the process is stopped, or the node does not answer. */
  private int refresh(TopPage first) throws IOException, InterruptedException {
    TopPage page = first;
    while (true) {
      show(page);
      Thread.sleep(REFRESH_MS);
      page = TopPage.of(report(), Optional.of(page));
    }
  }

  private void show(TopPage page) {
    PrintWriter out = main.out();
    out.print(BEGIN);
    page.lines().forEach(line -> out.print(line + END_OF_LINE));
    out.print(REST);
    out.flush();
  }

  /**
   * Requests the report of the node.
   *
   * @throws IOException with a message for the operator
   */
  private JsonObject report() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(CLUSTER))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + (key == null ? "" : key))
            .build();
    HttpResponse<String> answer;
    try {
      answer = client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException("no answer from %s (%s)".formatted(url, e), e);
    }
    return read(answer);
  }

  private void checkAddress() {
    boolean isHttp = List.of("http", "https").contains(String.valueOf(url.getScheme()));
    if (!isHttp || url.getHost() == null) {
      throw new ParameterException(
          command.commandLine(), "--url is not an address like http://localhost:8081: " + url);
    }
  }

  private JsonObject read(HttpResponse<String> answer) throws IOException {
    try {
      JsonObject json = new JsonObject(answer.body());
      if (answer.statusCode() == 200 && json.getJsonArray("nodes") != null) {
        return json;
      }
      if (json.getString("code") != null) {
        throw new IOException(
            "%s: %s (%s)".formatted(url, json.getString("message"), json.getString("code")));
      }
    } catch (DecodeException | ClassCastException e) {
      // Another program answers at this address: reported below.
    }
    throw new IOException(
        "%s is no operations port of this version: it answered %d"
            .formatted(url, answer.statusCode()));
  }
}
