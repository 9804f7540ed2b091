package dev.tickgate.cli;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The resources of a load on a number of gateways.
 *
 * @param nodes the number of gateways, each on such a machine
 */
record CapacityPlan(CapacityLoad load, Costs costs, CapacityMachine machine, int nodes) {
  static final int MOST_NODES = 1_000;

  // The default limit of connections of one process.
  private static final double CONNECTIONS = 100_000;
  // The headers of Ethernet, IP and TCP, of a write and of its acknowledgement.
  private static final double PACKET_BYTES = 2 * 78;
  private static final double MICROS = 1e-6;
  private static final double MILLIS = 1e-3;
  private static final double KIB = 1_024;

  /**
   * A resource of which a part is used.
   *
   * @param share the used share of the part that may be used; above 1 the resource does not suffice
   */
  record Limit(String name, double share, boolean moreNodesHelp) {}

  /**
   * Returns the plan with the smallest sufficient number of gateways; with the largest number where
   * none suffices.
   */
  static CapacityPlan smallest(CapacityLoad load, Costs costs, CapacityMachine machine) {
    return IntStream.rangeClosed(1, MOST_NODES)
        .mapToObj(nodes -> new CapacityPlan(load, costs, machine, nodes))
        .filter(plan -> plan.limits().stream().noneMatch(CapacityPlan::isFewNodes))
        .findFirst()
        .orElseGet(() -> new CapacityPlan(load, costs, machine, MOST_NODES));
  }

  private static boolean isFewNodes(Limit limit) {
    return limit.moreNodesHelp && limit.share > 1;
  }

  double gatewayCores() {
    double shared =
        load.writes() * micros(load.transport().write())
            + load.deliveries() * micros(Cost.DELIVERY)
            + load.deliveries() * load.bytes() / KIB * micros(Cost.DELIVERY_KIB)
            + load.clients() * micros(Cost.CONNECTION_IDLE);
    return costs.of(Cost.GATEWAY_IDLE) * MILLIS
        + batches() * micros(Cost.GATEWAY_BATCH)
        + load.published() * micros(Cost.GATEWAY_PUBLICATION)
        + shared / nodes;
  }

  double gatewayMib() {
    double histories =
        (double) load.topics() * load.history() * (load.bytes() + costs.of(Cost.HISTORY));
    return costs.of(Cost.GATEWAY_MEMORY)
        + clients() * costs.of(load.transport().connection()) / KIB
        + histories / KIB / KIB;
  }

  double gatewayMbit() {
    double out =
        load.deliveries() * (load.bytes() + load.transport().bytes())
            + load.writes() * PACKET_BYTES;
    return mbit(out / nodes + busBytes());
  }

  double leaderCores() {
    return allFeeds() * costs.of(Cost.FEED_LEADER) * MILLIS
        + batches() * micros(Cost.BATCH_LEADER)
        + load.published() * micros(Cost.ROW_LEADER)
        + nodes
            * (allFeeds() * costs.of(Cost.CHECK_LEADER) * MILLIS
                + batches() * micros(Cost.BUS_LEADER));
  }

  double leaderMbit() {
    return mbit(nodes * busBytes());
  }

  double databaseCores() {
    return allFeeds() * costs.of(Cost.FEED_DATABASE) * MILLIS
        + batches() * micros(Cost.BATCH_DATABASE)
        + load.published() * micros(Cost.ROW_DATABASE);
  }

  double transactions() {
    return allFeeds() * costs.of(Cost.FEED_TRANSACTIONS)
        + batches() * costs.of(Cost.BATCH_TRANSACTIONS);
  }

  /** Returns the clients of one gateway. */
  double clients() {
    return (double) load.clients() / nodes;
  }

  /** Returns the limits, the largest share first. */
  List<Limit> limits() {
    double cores = machine.cores() * machine.share();
    double mbit = machine.mbit() * machine.share();
    return List.of(
            new Limit("cores of a gateway", gatewayCores() / cores, true),
            new Limit("memory of a gateway", gatewayMib() / machine.mib(), true),
            new Limit("network of a gateway", gatewayMbit() / mbit, true),
            new Limit("connections of a gateway", clients() / CONNECTIONS, true),
            // A feed is led on one event loop.
            new Limit("leader of a feed", leaderCores() / load.feeds() / machine.share(), false),
            new Limit("network of the leader", leaderMbit() / mbit, false),
            new Limit(
                "rows of a feed", load.published() / load.feeds() / costs.of(Cost.ROWS), false),
            new Limit("cores of the database", databaseCores() / cores, false))
        .stream()
        .sorted(Comparator.comparingDouble(Limit::share).reversed())
        .toList();
  }

  boolean fits() {
    return limits().get(0).share() <= 1;
  }

  /** Returns the number of feeds, with the feed of events. */
  private int allFeeds() {
    return load.feeds() + 1;
  }

  /** Returns the looks of all feeds that find rows, per second. */
  private double batches() {
    return load.feeds() * load.batches();
  }

  /** Returns the bytes from the leaders to one gateway, per second. */
  private double busBytes() {
    return allFeeds() * costs.of(Cost.CHECK)
        + batches() * costs.of(Cost.BUS_BATCH)
        + load.published() * (load.bytes() + costs.of(Cost.BUS_PUBLICATION));
  }

  private double micros(Cost cost) {
    return costs.of(cost) * MICROS;
  }

  private static double mbit(double bytes) {
    return bytes * 8 / 1e6;
  }
}
