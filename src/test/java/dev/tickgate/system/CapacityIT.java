package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.ClusterWitness;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.JvmLoad;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.TickRows;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The costs by which the command {@code capacity} computes, apart from those of connections and
 * deliveries, which {@code bench} measures: of a gateway node, a row, a feed, a request to publish
 * and a publication in memory. It judges counts; the times are figures of the machine.
 */
@Tag("load")
class CapacityIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int SECONDS = Integer.getInteger("capacity.seconds", 15);
  // Three numbers or more, each larger than the one before.
  private static final List<Integer> GATEWAYS =
      Stream.of(System.getProperty("capacity.gateways", "1,3,10").split(","))
          .map(Integer::valueOf)
          .toList();
  private static final int FEEDS = 20;
  private static final int HISTORY = 10_000;
  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final TickRows rows = new TickRows(vertx, database.options());
  @Fixture private final ClusterFixture cluster = new ClusterFixture(database.url());

  @Test
  void eachGatewayAddsRegistrationsAndMessagesAndNothingToTheDatabase() {
    Member leader = cluster.poller().awaitReady();
    List<Member> gateways = new ArrayList<>();
    List<Integer> registrations = new ArrayList<>();
    measure("idle", leader, gateways);
    double alone = withRows("100 rows/s", 1, leader, gateways).transactions();
    for (int count : GATEWAYS) {
      while (gateways.size() < count) {
        gateways.add(smallGateway());
      }
      measure("idle", leader, gateways);
      CostWindow loaded = withRows("100 rows/s", 1, leader, gateways);
      // The window's edges may have a report more or less of PostgreSQL's counters.
      assertThat((double) loaded.transactions()).isLessThan(alone * 1.15);
      registrations.add(registrations());
    }
    withRows("1,000 rows/s in commits of 10", 10, leader, gateways.subList(0, 1));
    System.out.printf("registrations with %s gateways: %s%n", GATEWAYS, registrations);
    int first = registrations.get(0);
    int each = (registrations.get(1) - first) / (GATEWAYS.get(1) - GATEWAYS.get(0));
    assertThat(registrations)
        .isEqualTo(
            GATEWAYS.stream().map(count -> first + (count - GATEWAYS.get(0)) * each).toList());
  }

  /** More of them share the host than a cluster's range of ports has places for. */
  private Member smallGateway() {
    return cluster
        .publishingGateway(
            Map.of(
                "JDK_JAVA_OPTIONS",
                "-Xmx96m",
                "TICKGATE_CLUSTER_PORT",
                Integer.toString(Ports.ofCluster())))
        .awaitReady();
  }

  private int registrations() {
    try (ClusterWitness witness = new ClusterWitness(cluster)) {
      return witness.registrations().values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  @Test
  void aFeedCostsItsLooks() {
    Member one = cluster.poller().awaitReady();
    measure("1 feed and the events", one, List.of());
    IntStream.range(0, FEEDS)
        .forEach(
            n ->
                database.run(
                    "create table t%d (time timestamp primary key, bid numeric, ask numeric)"
                        .formatted(n)));
    String feeds =
        IntStream.range(0, FEEDS)
            .mapToObj(n -> "{name: f%d, symbol: F%d, table: t%d, key: time}".formatted(n, n, n))
            .collect(Collectors.joining(", ", "[", "]"));
    one.process().terminate();
    one.process().awaitExit(LIMIT);
    Member many = cluster.poller(Map.of("TICKGATE_FEEDS", feeds)).awaitReady();
    await().atMost(LIMIT).until(() -> leads(many) == FEEDS + 1);
    measure(FEEDS + " feeds and the events", many, List.of());
  }

  private static long leads(Member member) {
    return member
        .metrics()
        .lines()
        .filter(line -> line.startsWith("tickgate_feed_leading{") && line.endsWith(" 1.0"))
        .count();
  }

  @Test
  void aRequestToPublishCostsTheGatewayTheLeaderAndTheDatabase() {
    Member leader = cluster.poller().awaitReady();
    Member gateway = cluster.publishingGateway().awaitReady();
    HttpClient http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(16));
    for (int rate : List.of(500, 500)) {
      AtomicLong answered = new AtomicLong();
      AtomicLong failed = new AtomicLong();
      long timer =
          vertx.setPeriodic(
              10,
              tick -> {
                for (int n = 0; n < rate / 100; n++) {
                  http.request(HttpMethod.POST, gateway.port(), "127.0.0.1", "/api/publish/room.a")
                      .compose(
                          request -> request.send("{\"n\":1,\"text\":\"" + "x".repeat(60) + "\"}"))
                      .onSuccess(
                          answer ->
                              (answer.statusCode() == 200 ? answered : failed).incrementAndGet())
                      .onFailure(failure -> failed.incrementAndGet());
                }
              });
      await().atMost(LIMIT).until(() -> answered.get() > 5L * rate);
      measure(rate + " publish requests/s", leader, List.of(gateway));
      vertx.cancelTimer(timer);
      assertThat(failed.get()).isZero();
    }
  }

  @Test
  void aPublicationInTheHistoryOfAGatewayTakesMemory() {
    cluster.poller().awaitReady();
    Member gateway = cluster.gateway().awaitReady();
    JvmLoad load = new JvmLoad(gateway.process().pid());
    try (WsClient client = new WsClient(vertx, gateway.port(), "/ws/ticker_usd_jpy")) {
      rows.insert(100);
      await().atMost(LIMIT).until(() -> client.texts().size() >= 100);
      long before = load.liveBytes();
      for (int n = 0; n < HISTORY; n += 1_000) {
        rows.insert(1_000);
      }
      await().atMost(LIMIT).until(() -> client.texts().size() >= 100 + HISTORY);
      long bytes = (load.liveBytes() - before) / HISTORY;
      System.out.printf(
          "%d bytes of heap a publication of %d bytes%n",
          bytes, client.texts().get(HISTORY).length());
      assertThat(bytes).isBetween(100L, 2_000L);
    }
  }

  private CostWindow withRows(String name, int commit, Member leader, List<Member> gateways) {
    long timer = vertx.setPeriodic(10, tick -> rows.insertLater(commit));
    await()
        .pollDelay(Duration.ofSeconds(8))
        .atMost(LIMIT)
        .until(() -> leader.metrics().contains("tickgate_feed_leading"));
    CostWindow window = measure(name, leader, gateways);
    vertx.cancelTimer(timer);
    return window;
  }

  private CostWindow measure(String name, Member leader, List<Member> gateways) {
    CostWindow window = CostWindow.measure(vertx, SECONDS, leader, gateways, database);
    System.out.printf("%d gateways, %s: %s%n", gateways.size(), name, window.perSecond());
    return window;
  }
}
