package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.ClusterWitness;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.JvmLoad;
import dev.tickgate.testing.TickRows;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The cost of many topics on three gateways: with one subscriber each, and of invented names. The
 * suite compares the share of a core with that of the same gateways without topics, in windows
 * until one of them holds; the profile {@code chaos} judges the share by itself.
 */
class ManyTopicsIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int TOPICS = Integer.getInteger("topics.count", 1_000);
  private static final int NAMES = Integer.getInteger("topics.names", 20_000);
  private static final int GATEWAYS = 3;
  private static final int SESSIONS = 12;
  private static final int WINDOW_SECONDS = 5;
  private static final int WINDOWS = 24;
  // Of a core; a bound that says something on a quiet machine alone.
  private static final double IDLE = Double.parseDouble(System.getProperty("topics.idle", "1"));
  private static final double OF_TOPICS = 0.01;
  // 50 bytes a name at the least number of names.
  private static final long GROWTH = 1 << 20;

  @Fixture private static final Vertx vertx = Vertx.vertx();
  private static final List<Member> gateways = new ArrayList<>();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private static final TickRows rows = new TickRows(vertx, database.options());
  @Fixture private static final ClusterFixture cluster = new ClusterFixture(database.url());
  private static Member poller;

  @BeforeAll
  static void start() {
    poller = cluster.poller().awaitReady();
    for (int i = 0; i < GATEWAYS; i++) {
      gateways.add(cluster.unlimitedGateway());
    }
    gateways.forEach(Member::awaitReady);
  }

  @Test
  void topicsWithOneSubscriberEachCostTheClusterNothingAndAnIdleGatewayLittle() {
    publishToEach();
    double bare = idleShare(0, 2);
    List<TopicSubscriber> sessions =
        IntStream.range(0, SESSIONS)
            .mapToObj(n -> new TopicSubscriber(vertx, gateways.get(n % GATEWAYS).port()))
            .toList();
    try (ClusterWitness witness = new ClusterWitness(cluster)) {
      List<CompletableFuture<long[]>> subscribing = new ArrayList<>();
      for (int n = 0; n < SESSIONS; n++) {
        int first = n;
        List<String> names =
            IntStream.rangeClosed(1, TOPICS)
                .filter(topic -> topic % SESSIONS == first)
                .mapToObj(topic -> "room.t" + topic)
                .toList();
        subscribing.add(sessions.get(n).subscribeOneByOne(names));
      }
      List<long[]> nanos = subscribing.stream().map(CompletableFuture::join).toList();
      Map<String, Integer> registrations = witness.registrations();
      double enough = Math.min(IDLE, bare + OF_TOPICS);
      double share = idleShare(enough, WINDOWS);

      int sum = registrations.values().stream().mapToInt(Integer::intValue).sum();
      System.out.printf(
          "%d topics on %d gateways: subscribe to first message, %d sessions one topic after the"
              + " other without a pause: %s, of the second half %s; %d registrations;"
              + " idle %.1f %% of a core, %.1f %% before%n",
          TOPICS,
          GATEWAYS,
          SESSIONS,
          delays(nanos.stream().flatMapToLong(LongStream::of)),
          delays(nanos.stream().flatMapToLong(ManyTopicsIT::secondHalf)),
          sum,
          share * 100,
          bare * 100);
      assertThat(nanos.stream().mapToInt(each -> each.length).sum()).isEqualTo(TOPICS);
      assertThat(sum).isLessThan(100);
      assertThat(share).isLessThan(enough);
    } finally {
      sessions.forEach(TopicSubscriber::close);
    }
  }

  /** Of one session: the processes have compiled by then what a subscription takes. */
  private static LongStream secondHalf(long[] nanos) {
    return LongStream.of(nanos).skip(nanos.length / 2);
  }

  private static String delays(LongStream nanos) {
    long[] sorted = nanos.sorted().toArray();
    return "p50 %.1f ms, p99 %.1f ms"
        .formatted(sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 99 / 100] / 1e6);
  }

  /** Applications have published to each topic before. */
  private static void publishToEach() {
    await()
        .atMost(LIMIT)
        .until(() -> database.run("select from pg_class where relname = 'outbox'").size() == 1);
    database.run(
        "insert into tickgate.outbox (topic, payload) select 'room.t' || n, '{\"n\":1}'"
            + " from generate_series(1, %d) n".formatted(TOPICS));
    await()
        .atMost(LIMIT)
        .until(() -> database.run("select from tickgate.outbox limit 1").size() == 0);
  }

  /**
   * The share of a core that the busiest gateway takes, once it has nothing else to do: of each its
   * quietest window, since other programs of the machine make the same work dearer.
   *
   * @param enough no more windows are needed below it
   */
  private static double idleShare(double enough, int windows) {
    double[] least = new double[GATEWAYS];
    Arrays.fill(least, 1);
    for (int i = 0; i < windows && busiest(least) >= enough; i++) {
      List<Duration> before = gateways.stream().map(ManyTopicsIT::cpu).toList();
      CompletableFuture<Void> window = new CompletableFuture<>();
      vertx.setTimer(TimeUnit.SECONDS.toMillis(WINDOW_SECONDS), over -> window.complete(null));
      window.join();
      for (int n = 0; n < GATEWAYS; n++) {
        Duration spent = cpu(gateways.get(n)).minus(before.get(n));
        least[n] = Math.min(least[n], spent.toMillis() / 1e3 / WINDOW_SECONDS);
      }
    }
    return busiest(least);
  }

  private static double busiest(double[] shares) {
    return Arrays.stream(shares).max().orElseThrow();
  }

  private static Duration cpu(Member member) {
    return new JvmLoad(member.process().pid()).cpu();
  }

  @Test
  void namesThatClientsInventAndLeaveStayNowhere() {
    JvmLoad gateway = new JvmLoad(gateways.get(0).process().pid());
    JvmLoad leader = new JvmLoad(poller.process().pid());
    TopicSubscriber client = new TopicSubscriber(vertx, gateways.get(0).port());
    try {
      client.comeAndGo("room.before", 5_000);
      long before = gateway.liveBytes();
      long leaderBefore = leader.liveBytes();

      client.comeAndGo("room.invented", NAMES);

      await()
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(() -> assertThat(gateway.liveBytes()).isLessThan(before + GROWTH));
      long leaderAfter = leader.liveBytes();
      System.out.printf(
          "%d names: live heap of the gateway %,d bytes, then %,d; of the leader %,d, then %,d%n",
          NAMES, before, gateway.liveBytes(), leaderBefore, leaderAfter);
      assertThat(leaderAfter).isLessThan(leaderBefore + 8 * GROWTH);
    } finally {
      client.close();
    }
  }
}
