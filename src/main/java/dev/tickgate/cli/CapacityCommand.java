package dev.tickgate.cli;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tickgate capacity}: the resources that a load needs, computed from measured costs. */
@Command(
    name = "capacity",
    description = "Computes cores, memory, network and gateways for a load, from measured costs.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    exitCodeOnInvalidInput = ExitCode.BAD_USAGE,
    footer = {
      "",
      "Exit codes: 0 the load fits, 1 bad usage, 2 it does not fit.",
    })
public final class CapacityCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(names = "--clients", paramLabel = "N", description = "Connected at once; needed.")
  private Integer clients;

  @Option(names = "--topics", paramLabel = "N", description = "Of all feeds; needed.")
  private Integer topics;

  @Option(names = "--rate", paramLabel = "N", description = "Publications/s of each topic; needed.")
  private Double rate;

  @Option(names = "--bytes", paramLabel = "N", description = "Of a publication; needed.")
  private Integer bytes;

  @Option(names = "--transport", paramLabel = "NAME", description = "websocket, sockjs or sse.")
  private String transport = "websocket";

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Gateways; default: as many as needed.")
  private Integer nodes;

  @Option(names = "--per-client", paramLabel = "N", description = "Topics of each client.")
  private int perClient = 1;

  @Option(
      names = "--feeds",
      paramLabel = "N",
      description = "Feeds that share the topics; the feed of events is one more.")
  private int feeds = 1;

  @Option(
      names = "--looks",
      paramLabel = "N",
      description = "Looks/s of a feed: 4 with poll: 250ms; with NOTIFY up to 100.")
  private double looks = 100;

  @Option(names = "--history", paramLabel = "N", description = "Kept of each topic (history.size).")
  private int history = 10_000;

  @Option(names = "--cores", paramLabel = "N", description = "Of a gateway, and of the database.")
  private double cores = 2;

  @Option(names = "--memory", paramLabel = "MiB", description = "Of a gateway.")
  private double memory = 2_048;

  @Option(names = "--network", paramLabel = "Mbit/s", description = "Of each machine.")
  private double network = 1_000;

  @Option(
      names = "--share",
      paramLabel = "PERCENT",
      description = "Of cores and network that the load may take.")
  private int share = 50;

  @Option(
      names = "--cost",
      paramLabel = "NAME=VALUE",
      description = "A cost that you measured on your machine; see --costs.")
  private Map<String, Double> others = Map.of();

  @Option(
      names = "--costs",
      description = "Prints the costs by which it computes, too; also without a load.")
  private boolean printsCosts;

  @Override
  public Integer call() {
    boolean hasLoad = clients != null || topics != null || rate != null || bytes != null;
    if (printsCosts && !hasLoad) {
      print(costs());
      return ExitCode.OK;
    }
    CapacityLoad load = load();
    require(cores > 0, "--cores must be more than 0");
    require(memory > 0, "--memory must be more than 0");
    require(network > 0, "--network must be more than 0");
    require(share >= 1 && share <= 100, "--share must be 1 to 100");
    require(
        nodes == null || nodes >= 1 && nodes <= CapacityPlan.MOST_NODES,
        "--nodes must be 1 to " + CapacityPlan.MOST_NODES);
    Costs costs = costs();
    CapacityMachine machine = new CapacityMachine(cores, memory, network, share / 100.0);
    CapacityPlan plan =
        nodes == null
            ? CapacityPlan.smallest(load, costs, machine)
            : new CapacityPlan(load, costs, machine, nodes);
    print(plan);
    return plan.fits() ? ExitCode.OK : ExitCode.FAILED;
  }

  private CapacityLoad load() {
    require(
        clients != null && topics != null && rate != null && bytes != null,
        "--clients, --topics, --rate and --bytes are needed");
    require(clients >= 1, "--clients must be at least 1");
    require(topics >= 1, "--topics must be at least 1");
    require(rate > 0 && Double.isFinite(rate), "--rate must be more than 0");
    require(bytes >= 2 && bytes <= 65_536, "--bytes must be 2 to 65536");
    require(perClient >= 1 && perClient <= topics, "--per-client must be 1 to --topics");
    require(feeds >= 1 && feeds <= topics, "--feeds must be 1 to --topics");
    require(looks > 0 && looks <= 100, "--looks must be more than 0, and at most 100");
    require(history >= 0, "--history must not be negative");
    return new CapacityLoad(
        clients,
        topics,
        perClient,
        rate,
        bytes,
        CapacityTransport.named(transport)
            .orElseThrow(() -> mistake("--transport must be websocket, sockjs or sse")),
        feeds,
        looks,
        history);
  }

  private Costs costs() {
    Map<Cost, Double> mine = new EnumMap<>(Cost.class);
    others.forEach(
        (name, value) -> {
          require(value >= 0 && Double.isFinite(value), "--cost " + name + " must not be negative");
          mine.put(
              Costs.named(name)
                  .orElseThrow(() -> mistake("--cost %s is unknown: see --costs".formatted(name))),
              value);
        });
    return Costs.measured().with(mine);
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw mistake(otherwise);
    }
  }

  private ParameterException mistake(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private void print(CapacityPlan plan) {
    CapacityLoad load = plan.load();
    line(
        "load",
        "%,.1f publications/s, %,.0f deliveries/s in %,.0f writes/s",
        load.published(),
        load.deliveries(),
        load.writes());
    line("gateways", "%d; %d where one of them may fail", plan.nodes(), plan.nodes() + 1);
    line(
        "each gateway",
        "%.2f cores, %,.0f MiB, %,.1f Mbit/s, %,.0f connections",
        plan.gatewayCores(),
        plan.gatewayMib(),
        plan.gatewayMbit(),
        plan.clients());
    line(
        "leaders",
        "%.2f cores, %,.1f Mbit/s to the gateways",
        plan.leaderCores(),
        plan.leaderMbit());
    line("database", "%.2f cores, %,.1f transactions/s", plan.databaseCores(), plan.transactions());
    List<CapacityPlan.Limit> limits = plan.limits();
    line(
        "first limit",
        "%s, %.0f %% of what may be used; then %s, %.0f %%",
        limits.get(0).name(),
        limits.get(0).share() * 100,
        limits.get(1).name(),
        limits.get(1).share() * 100);
    if (!plan.fits()) {
      line(
          "",
          "This does not fit: %s.",
          limits.get(0).moreNodesHelp()
              ? "take more gateways, or larger ones"
              : "divide the topics among more feeds, or relay them");
    }
    if (printsCosts) {
      print(plan.costs());
    } else {
      printMachine(plan.costs());
    }
  }

  private void print(Costs costs) {
    printMachine(costs);
    for (Cost cost : Cost.values()) {
      line("", "%s=%s  %s", cost.key(), costs.of(cost), cost.unit());
    }
  }

  private void printMachine(Costs costs) {
    line("costs", "measured on %s", costs.machine());
  }

  private void line(String name, String format, Object... values) {
    PrintWriter out = command.commandLine().getOut();
    out.printf(Locale.ROOT, "%-14s%s%n", name, String.format(Locale.ROOT, format, values));
  }
}
