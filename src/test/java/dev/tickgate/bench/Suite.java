package dev.tickgate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tickgate.bench.Contestant.Server;
import dev.tickgate.bench.Scenario.Step;
import dev.tickgate.testing.ChildProcess;
import dev.tickgate.testing.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the gateway and the references beside each other, in pairs: A, B, A, B; each server in a
 * fresh process on one core, the load generator on another. {@code mvn -Pbench verify}.
 */
final class Suite {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final ObjectMapper json = new ObjectMapper();
  private final Report report = new Report();
  private final String warmup = System.getProperty("bench.warmup", "4s");
  private final String duration = System.getProperty("bench.duration", "8s");
  private final int pairs = Integer.getInteger("bench.pairs", 2);
  private final List<String> serverCore = pinned(0);
  private final List<String> generatorCore = pinned(1);

  public static void main(String[] arguments) throws IOException {
    String wanted = System.getProperty("bench.scenario", "").toUpperCase(Locale.ROOT);
    List<Scenario> scenarios =
        Arrays.stream(Scenario.values())
            .filter(s -> wanted.isEmpty() || List.of(wanted.split(",")).contains(s.name()))
            .toList();
    if (scenarios.isEmpty()) {
      throw new IllegalArgumentException(
          "bench.scenario is one of " + Arrays.toString(Scenario.values()));
    }
    new Suite().run(scenarios);
  }

  private void run(List<Scenario> scenarios) throws IOException {
    Path file = Path.of(System.getProperty("bench.report", "target/bench/report.md"));
    Files.createDirectories(file.toAbsolutePath().getParent());
    for (Scenario scenario : scenarios) {
      for (int pair = 0; pair < pairs; pair++) {
        for (Contestant contestant : scenario.pair()) {
          measure(scenario, contestant);
        }
      }
      Files.writeString(file, report.markdown());
    }
    System.out.println(report.markdown());
  }

  private void measure(Scenario scenario, Contestant contestant) throws IOException {
    try (Server practice = Contestant.NETTY.start(serverCore);
        Server server = contestant.start(serverCore)) {
      double saturation = Double.NaN;
      for (Step step : scenario.steps()) {
        List<String> arguments = arguments(scenario, contestant, server);
        arguments.addAll(step.arguments());
        if (!step.hasTimes()) {
          arguments.addAll(List.of("--warmup", warmup, "--duration", duration));
        }
        if (step.hasSource()) {
          arguments.addAll(List.of("--source", Integer.toString(server.source())));
        }
        if (step.needsPractice()) {
          arguments.add("--practice=127.0.0.1:" + practice.port());
          if (step.hasSource()) {
            arguments.add("--practice-source=" + practice.source());
          }
        }
        if (step.isHalf()) {
          double half = saturation / 2 / scenario.connections();
          arguments.addAll(List.of("--rate", String.format(Locale.ROOT, "%.1f", half)));
        }
        JsonNode figures = bench(arguments);
        System.out.println(scenario + " " + step + " " + contestant + " " + figures);
        report.add(scenario, step, contestant, figures);
        if (step == Step.SATURATION) {
          saturation = figures.path("perSecond").asDouble();
        }
      }
    }
  }

  private List<String> arguments(Scenario scenario, Contestant contestant, Server server) {
    String dialect = contestant.dialect(scenario.dialect()).name().toLowerCase(Locale.ROOT);
    return new ArrayList<>(
        List.of(
            "bench",
            "--json",
            "--url=127.0.0.1:" + server.port(),
            "--pid=" + server.process().pid(),
            "--transport=" + dialect,
            "--connections=" + scenario.connections()));
  }

  /** The figures of one run; none where it could not be run. */
  private JsonNode bench(List<String> arguments) throws IOException {
    try (ChildProcess bench =
        Processes.tickgate(generatorCore, Map.of(), arguments.toArray(String[]::new))) {
      if (bench.awaitExit(LIMIT) == Bench.BAD_USAGE) {
        System.out.println(bench.tail());
        return json.createObjectNode();
      }
      return json.readTree(bench.awaitLine("{", Duration.ofSeconds(5)));
    }
  }

  /** The command that keeps another on a core; none where there is no such command or core. */
  private static List<String> pinned(int core) {
    Path taskset = Path.of("/usr/bin/taskset");
    return Files.isExecutable(taskset) && Runtime.getRuntime().availableProcessors() > 1
        ? List.of(taskset.toString(), "-c", Integer.toString(core))
        : List.of();
  }
}
