package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.auth.SignedTokens;
import dev.tickgate.exchange.ExchangeServer;
import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.JvmLoad;
import dev.tickgate.testing.Promptness;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many clients of streams of an exchange on three gateways, with a limit of updates a second each.
 * For minutes: the memory in use after a collection stays as it is. And while the process with the
 * connection to the exchange is killed: each client has trades again soon. The profile {@code
 * chaos} runs 2,000 clients for 2 minutes; {@code -Dexchange.seconds=600} runs them for 10.
 */
@Tag("load")
class ExchangeLoadIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int STREAMS = Integer.getInteger("exchange.streams", 50);
  private static final int RATE = Integer.getInteger("exchange.rate", 2_000);
  private static final int CLIENTS = Integer.getInteger("exchange.clients", 100);
  private static final int SECONDS = Integer.getInteger("exchange.seconds", 20);
  private static final int MAX_RATE = 5;
  private static final int AT_ONCE = 100;
  private static final int MEASUREMENTS = 6;
  private static final long MORE_BYTES = 8 << 20;
  private static final int KILLS = Integer.getInteger("exchange.kills", 1);
  private static final Duration AGAIN = Duration.ofSeconds(3);
  private static final String LEADS = "tickgate_feed_leading{feed=\"exchange.binance\"} 1";

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final ExchangeServer exchange = ExchangeServer.binance(vertx);
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final ClusterFixture cluster = new ClusterFixture(database.url());
  @Fixture private final TradeFeed trades = new TradeFeed(exchange, STREAMS);

  private Map<String, String> variables() {
    return Map.of(
        "TICKGATE_FEEDS",
        "[]",
        "TICKGATE_EVENTS_ENABLED",
        "false",
        "TICKGATE_EXCHANGES_BINANCE_ENABLED",
        "true",
        "TICKGATE_EXCHANGES_BINANCE_URL",
        exchange.url().toString(),
        "DATABASE_URL",
        database.url(),
        "HUB_JWT_SECRET",
        SignedTokens.SECRET,
        "TICKGATE_LIMITS_ENABLED",
        "false",
        "TICKGATE_ACCESS_RULES",
        "[{topics: \"stream.binance.*\", read: authenticated}]");
  }

  @Test
  void theMemoryOfEachProcessStaysAsItIs() {
    Member leader = exchangeNode();
    List<Member> gateways = gateways();
    try (HubClients clients = clients(gateways)) {
      trades.start(RATE);
      List<Member> members = new ArrayList<>(gateways);
      members.add(leader);
      load(clients, members);
    }
  }

  @Test
  void eachClientHasTradesAgainSoonAfterTheDeathOfTheProcessWithTheConnection() {
    Deque<Member> nodes = new ArrayDeque<>(List.of(exchangeNode()));
    await().atMost(LIMIT).until(() -> leads(nodes.getFirst()));
    try (HubClients clients = clients(gateways())) {
      trades.start(RATE);
      for (int kill = 0; kill < KILLS; kill++) {
        nodes.add(exchangeNode());
        long begun = System.nanoTime();
        await().atMost(LIMIT).until(() -> clients.allHeardSince(begun));
        assertThat(exchange.open()).isEqualTo(1);
        long killed = System.nanoTime();
        nodes.remove().process().kill();
        // A frame of before may be on its way.
        await().atMost(LIMIT).until(() -> leads(nodes.getFirst()) && exchange.open() == 1);
        long connected = System.nanoTime();
        await().atMost(LIMIT).until(() -> clients.allHeardSince(connected));
        Duration again = Promptness.since(killed);
        System.out.printf(
            "%d clients of %d streams have trades again after %d ms%n",
            CLIENTS, STREAMS, again.toMillis());
        assertThat(again).isLessThan(AGAIN);
      }
      assertThat(clients.wrong()).isEmpty();
    }
  }

  private Member exchangeNode() {
    return cluster.exchange(variables()).awaitReady();
  }

  private static boolean leads(Member member) {
    return member.metrics().contains(LEADS);
  }

  private List<Member> gateways() {
    List<Member> gateways = Stream.generate(() -> cluster.gateway(variables())).limit(3).toList();
    gateways.forEach(Member::awaitReady);
    return gateways;
  }

  /** All are connected, and the exchange has their streams. */
  private HubClients clients(List<Member> gateways) {
    List<Integer> ports = gateways.stream().map(Member::port).toList();
    String token = RelayTokens.of(SECONDS + 3 * (int) LIMIT.toSeconds());
    HubClients clients = new HubClients(vertx, ports, trades.streams(), CLIENTS, MAX_RATE, token);
    for (int from = 0; from < CLIENTS; from += AT_ONCE) {
      int to = Math.min(CLIENTS, from + AT_ONCE);
      clients.connect(from, to);
      await().atMost(LIMIT).until(() -> clients.connected() == to);
    }
    int streams = Math.min(STREAMS, CLIENTS);
    await().atMost(LIMIT).until(() -> exchange.subscriptions().size() == streams);
    return clients;
  }

  private void load(HubClients clients, List<Member> members) {
    List<List<Long>> live = new ArrayList<>();
    long started = System.nanoTime();
    for (int measured = 0; measured < MEASUREMENTS; measured++) {
      Duration after =
          Duration.ofSeconds(SECONDS).multipliedBy(measured + 1).dividedBy(MEASUREMENTS);
      await().atMost(LIMIT.plus(after)).until(() -> System.nanoTime() - started >= after.toNanos());
      trades.last();
      live.add(members.stream().map(one -> new JvmLoad(one.process().pid()).liveBytes()).toList());
    }
    int end = trades.stop();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(clients.wrong()).isEmpty();
              assertThat(clients.haveAll(end)).isTrue();
            });
    long millis = (System.nanoTime() - started) / 1_000_000;
    System.out.printf(
        "%d clients, %d streams, %d trades/s from the exchange: %d updates/s at the clients%n",
        CLIENTS, STREAMS, (long) end * STREAMS * 1000 / millis, clients.received() * 1000 / millis);
    for (int i = 0; i < members.size(); i++) {
      int member = i;
      List<Long> kib = live.stream().map(each -> each.get(member) / 1024).toList();
      System.out.printf("live KiB of process %d every %d s: %s%n", i, SECONDS / MEASUREMENTS, kib);
      // By the middle the histories of the topics are full, and the classes are loaded.
      assertThat(kib.get(MEASUREMENTS - 1) * 1024)
          .as("live bytes of process %d", i)
          .isLessThan(kib.get(MEASUREMENTS / 2) * 1024 + MORE_BYTES);
    }
    assertThat(clients.received()).isGreaterThan((long) CLIENTS * SECONDS);
  }
}
