package dev.tickgate.testing;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Processes of the packaged product that form one cluster; closing it ends the processes that still
 * run.
 */
public final class ClusterFixture implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(120);

  private static final String OPEN =
      "[{topics: \"events.*\", read: anybody, write: anybody},"
          + " {topics: \"room.*\", read: anybody, write: anybody},"
          + " {topics: \"ticks.*\", read: anybody, write: anybody}]";

  private final String name = "test-" + UUID.randomUUID();
  private final int port = Ports.ofCluster();
  private final String databaseUrl;
  private final List<Member> members = new ArrayList<>();

  public ClusterFixture(String databaseUrl) {
    this.databaseUrl = databaseUrl;
  }

  /**
   * One process of the cluster.
   *
   * @param port the port for clients; 0 for a poller
   * @param opsPort the port of health checks and metrics
   * @param outputs supplies the last lines of all members, for failures
   */
  public record Member(ChildProcess process, int port, int opsPort, Supplier<String> outputs) {
    public String operations() {
      return Integer.toString(opsPort);
    }

    /** Returns the metrics, as Prometheus reads them. */
    public String metrics() {
      URI address = URI.create("http://127.0.0.1:" + opsPort + "/metrics");
      return new Caller(START).get(address);
    }

    /** Waits until the process is ready. */
    public Member awaitReady() {
      try {
        process.awaitHttp(URI.create("http://127.0.0.1:" + opsPort + "/health/ready"), 200, START);
      } catch (AssertionError e) {
        throw new AssertionError(outputs.get(), e);
      }
      return this;
    }
  }

  public String name() {
    return name;
  }

  /** Returns the first port of the membership; the members use it and the ports after it. */
  public int port() {
    return port;
  }

  public Member poller() {
    int ops = Ports.free();
    return launch("poller", 0, ops, Map.of("DATABASE_URL", databaseUrl));
  }

  public Member poller(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("DATABASE_URL", databaseUrl);
    return launch("poller", 0, Ports.free(), all);
  }

  /** Starts a process that connects to exchanges. */
  public Member exchange(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("DATABASE_URL", databaseUrl);
    return launch("exchange", 0, Ports.free(), all);
  }

  /** Starts a process that connects to Kafka and Redis. */
  public Member relay(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("DATABASE_URL", databaseUrl);
    return launch("relay", 0, Ports.free(), all);
  }

  /** Starts a gateway, which does not get the URL of the database. */
  public Member gateway() {
    return gateway(Ports.free(), Ports.free());
  }

  public Member gateway(Map<String, String> variables) {
    return launch("gateway", Ports.free(), Ports.free(), variables);
  }

  /**
   * @param history the number of publications in its memory
   */
  public Member gateway(int history) {
    Map<String, String> size = Map.of("TICKGATE_HISTORY_SIZE", Integer.toString(history));
    return launch("gateway", Ports.free(), Ports.free(), size);
  }

  /** Starts a gateway at which every client may publish to the topics below events and room. */
  public Member publishingGateway() {
    return launch("gateway", Ports.free(), Ports.free(), Map.of("TICKGATE_ACCESS_RULES", OPEN));
  }

  public Member publishingGateway(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("TICKGATE_ACCESS_RULES", OPEN);
    return launch("gateway", Ports.free(), Ports.free(), all);
  }

  /** Starts such a gateway without limits for clients, such as that of commands. */
  public Member unlimitedGateway() {
    Map<String, String> variables =
        Map.of("TICKGATE_ACCESS_RULES", OPEN, "TICKGATE_LIMITS_ENABLED", "false");
    return launch("gateway", Ports.free(), Ports.free(), variables);
  }

  public Member gateway(int port, int opsPort) {
    return launch("gateway", port, opsPort, Map.of());
  }

  private Member launch(String role, int httpPort, int opsPort, Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables(role));
    environment.putAll(variables);
    environment.put("TICKGATE_HTTP_PORT", Integer.toString(httpPort));
    environment.put("TICKGATE_OPS_PORT", Integer.toString(opsPort));
    Member member = new Member(Processes.tickgate(environment), httpPort, opsPort, this::outputs);
    members.add(member);
    return member;
  }

  private String outputs() {
    return members.stream()
        .map(
            member ->
                "member %d, alive %s:%n%s"
                    .formatted(
                        member.process().pid(),
                        member.process().isAlive(),
                        member.process().tail()))
        .collect(Collectors.joining("\n"));
  }

  /** Returns the settings of a member, on any ports. */
  public Map<String, String> variables(String role) {
    return Map.of(
        "TICKGATE_ROLES", role,
        "TICKGATE_HTTP_HOST", "127.0.0.1",
        "TICKGATE_HTTP_PORT", "0",
        "TICKGATE_OPS_PORT", "0",
        "TICKGATE_CLUSTER_ENABLED", "true",
        "TICKGATE_CLUSTER_NAME", name,
        "TICKGATE_CLUSTER_PORT", Integer.toString(port),
        "TICKGATE_CLUSTER_MEMBERS", "127.0.0.1:" + port,
        "TICKGATE_DRAIN", "1s");
  }

  @Override
  public void close() {
    // Closes the newest member first, so that a poller that started first closes last.
    Collections.reverse(members);
    members.forEach(member -> member.process().close());
  }
}
