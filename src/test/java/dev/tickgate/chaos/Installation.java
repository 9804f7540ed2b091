package dev.tickgate.chaos;

import dev.tickgate.testing.Ports;
import dev.tickgate.testing.Processes;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The processes of a site: pollers, then gateways, as one cluster. */
final class Installation implements AutoCloseable {
  private static final String JVM = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  private static final String OPEN =
      "[{topics: 'ticks.*', read: anybody}, {topics: 'events.*', read: anybody, write: anybody},"
          + " {topics: 'room.*', read: anybody, write: anybody}]";

  private final Path directory;
  private final Network network;
  private final int history;
  private final List<Member> members = new ArrayList<>();
  private final List<SocketAddress> gateways = new ArrayList<>();
  // Added to by the threads of faults.
  private final List<Member> foreigners = new CopyOnWriteArrayList<>();

  /**
   * @param history publications in a gateway's memory
   */
  Installation(Path directory, Network network, int history) {
    this.directory = directory;
    this.network = network;
    this.history = history;
  }

  void start() {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < Site.POLLERS + Site.GATEWAYS; i++) {
      addresses.add(network.host(i) + ":" + Ports.ofCluster());
    }
    for (int i = 0; i < addresses.size(); i++) {
      members.add(i < Site.POLLERS ? poller(i, addresses) : gateway(i, addresses));
    }
    members.forEach(Member::start);
    members.forEach(Member::awaitStarted);
  }

  List<Member> members() {
    return members;
  }

  List<SocketAddress> gatewayAddresses() {
    return gateways;
  }

  private Member poller(int index, List<String> addresses) {
    return member(index, "poller-" + index, environment(index, "poller", 0, addresses));
  }

  private Member gateway(int index, List<String> addresses) {
    int port = Ports.free();
    gateways.add(SocketAddress.inetSocketAddress(port, network.host(index)));
    String name = "gateway-" + (index - Site.POLLERS);
    return member(index, name, environment(index, "gateway", port, addresses));
  }

  private Member member(int index, String name, Map<String, String> environment) {
    Clock clock = Clock.ofThreads(directory.resolve(name + ".clock"));
    environment.putAll(clock.environment());
    List<String> prefix = network.prefix(index);
    return new Member(
        index,
        name,
        directory.resolve(name + ".log"),
        clock,
        () -> Processes.tickgate(prefix, environment));
  }

  /** A poller of another cluster, outside of the network. */
  Member foreigner(int databasePort, boolean sameFeeds) {
    String address = "127.0.0.1:" + Ports.ofCluster();
    Map<String, String> environment = common("poller", 0, "127.0.0.1", address, List.of(address));
    environment.put("TICKGATE_CLUSTER_NAME", "foreign");
    environment.put("TICKGATE_DATABASE_URL", databaseUrl("127.0.0.1:" + databasePort));
    environment.put(
        "TICKGATE_FEEDS", sameFeeds ? feeds(Stream::setting) : feeds(Installation::other));
    String name = sameFeeds ? "foreign-same" : "foreign-other";
    Path clock = directory.resolve(name + ".clock");
    Member foreigner =
        new Member(
            -1,
            name,
            directory.resolve(name + ".log"),
            Clock.ofThreads(clock),
            () -> Processes.tickgate(environment));
    foreigners.add(foreigner);
    return foreigner;
  }

  private Map<String, String> environment(
      int index, String role, int httpPort, List<String> addresses) {
    Map<String, String> environment =
        common(role, httpPort, network.host(index), addresses.get(index), addresses);
    environment.put("TICKGATE_DATABASE_URL", databaseUrl(network.database()));
    environment.put("TICKGATE_FEEDS", feeds(Stream::setting));
    return environment;
  }

  private Map<String, String> common(
      String role, int httpPort, String host, String address, List<String> addresses) {
    Map<String, String> environment = new HashMap<>();
    environment.put("JDK_JAVA_OPTIONS", JVM);
    environment.put("TICKGATE_ROLES", role);
    environment.put("TICKGATE_HTTP_HOST", host);
    environment.put("TICKGATE_HTTP_PORT", Integer.toString(httpPort));
    environment.put("TICKGATE_OPS_PORT", "0");
    environment.put("TICKGATE_CLUSTER_ENABLED", "true");
    environment.put("TICKGATE_CLUSTER_HOST", host);
    environment.put("TICKGATE_CLUSTER_PORT", address.substring(address.indexOf(':') + 1));
    environment.put("TICKGATE_CLUSTER_MEMBERS", String.join(",", addresses));
    environment.put("TICKGATE_HISTORY_SIZE", Integer.toString(history));
    environment.put("TICKGATE_DRAIN", "1s");
    environment.put("TICKGATE_OUTBOX_LIMIT", "64KiB");
    environment.put("TICKGATE_ACCESS_RULES", OPEN);
    return environment;
  }

  private static String feeds(Function<Stream, String> setting) {
    return Site.STREAMS.stream().map(setting).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String other(Stream stream) {
    return stream.settingAs("OTHER_" + stream.symbol());
  }

  private static String databaseUrl(String address) {
    return "postgresql://postgres@" + address + "/postgres";
  }

  @Override
  public void close() {
    members.parallelStream().forEach(Member::close);
    // A run that is aborted leaves none behind.
    foreigners.forEach(Member::close);
  }
}
