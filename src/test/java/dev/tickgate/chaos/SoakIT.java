package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.tickgate.auth.SignedTokens;
import dev.tickgate.protocol.Token;
import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.ClusterWitness;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients of all transports, members of rooms and viewers of watchlists come to two gateways and
 * go, for many minutes, in tides: at the end of each all clients have each publication, then all
 * leave. Then the processes hold what they held after the first tide, by which the classes are
 * loaded and the pools are full. {@code -Dsoak.minutes=60} runs it for an hour.
 */
@Tag("load")
class SoakIT {
  private static final Duration LIMIT = Patience.ofSeconds(120);
  private static final int MINUTES = Integer.getInteger("soak.minutes", 3);
  private static final int CLIENTS = Integer.getInteger("soak.clients", 200);
  private static final int RATE = Integer.getInteger("soak.rate", 20);
  // Of 5 minutes each, where the soak is long enough.
  private static final int TIDES = Math.max(4, MINUTES / 5);
  private static final int OF_ROOMS_AND_LISTS = 8;
  private static final String KEY = "tgk_soak";
  private static final String ADMIN =
      SignedTokens.hs256(
          new JsonObject()
              .put("sub", "soak")
              .put("role", "admin")
              .put("exp", Instant.now().getEpochSecond() + TimeUnit.HOURS.toSeconds(10)));
  // The pools of the poller open their connections to the database as they need them.
  private static final int MORE_FILES = 10;
  // Vert.x and the JVM start the threads of their bounded pools as they need them.
  private static final int MORE_THREADS = 20;
  // A session of 10 KiB that stays would be seen after 400 of them, of some 800 in a minute.
  private static final long MORE_KIB = 4_096;
  // Of the leader's memory of each feed, which is bounded, with the publications of a soak; the
  // rooms take the longest.
  private static final int MINUTES_TO_FILL = 25;
  // The leader knows the topics of ended rooms and lists for an hour.
  private static final double KIB_OF_A_TOPIC = 1.1;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final ClusterFixture cluster = new ClusterFixture(database.url());
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final List<SoakClient> honest = new ArrayList<>();
  private final List<CarelessClient> careless = new ArrayList<>();
  private final List<SoakPlayer> players = new ArrayList<>();
  private final List<SoakViewer> viewers = new ArrayList<>();
  // Of the rooms of a tide.
  private final Set<String> games = ConcurrentHashMap.newKeySet();
  private final List<List<SoakSample>> samples = new ArrayList<>();
  private Member poller;
  private List<Member> gateways;
  private List<Http> operations;
  private Http clients;
  private SoakSource source;

  private void start() {
    database.run(SoakSource.createTable());
    Map<String, String> settings =
        Map.ofEntries(
            Map.entry("DATABASE_URL", database.url()),
            Map.entry("TICKGATE_FEEDS", SoakSource.feed()),
            Map.entry(
                "TICKGATE_OPS_KEYS", "[{name: soak, sha256: %s}]".formatted(new Token(KEY).hash())),
            Map.entry("TICKGATE_HISTORY_SIZE", "100"),
            Map.entry("TICKGATE_JOURNAL_RETENTION", "1m"),
            Map.entry("TICKGATE_TOPICS", "[{topics: room.newest.*, delivery: latest}]"),
            Map.entry("TICKGATE_ROOMS_ENABLED", "true"),
            Map.entry("TICKGATE_ROOMS_PERMISSIONS", "open"),
            Map.entry("TICKGATE_WATCHLISTS_ENABLED", "true"),
            Map.entry("TICKGATE_WATCHLISTS_INTERVAL", "1s"),
            Map.entry("TICKGATE_AUTH_ADMINS", "role=admin"),
            Map.entry("HUB_JWT_SECRET", SignedTokens.SECRET));
    poller = cluster.poller(settings);
    gateways = List.of(cluster.publishingGateway(settings), cluster.publishingGateway(settings));
    poller.awaitReady();
    gateways.forEach(Member::awaitReady);
    operations = gateways.stream().map(gateway -> new Http(gateway.opsPort())).toList();
    List<Integer> ports = gateways.stream().map(Member::port).toList();
    clients = new Http(ports.get(0));
    Random random = new Random(16);
    source = new SoakSource(vertx, database, ports, random, faults);
    List<SocketAddress> addresses =
        ports.stream().map(port -> SocketAddress.inetSocketAddress(port, "127.0.0.1")).toList();
    Way[] ways = Way.values();
    for (int n = 0; n < CLIENTS; n++) {
      Random own = new Random(random.nextLong());
      if (n % 10 < 3) {
        careless.add(new CarelessClient(ports, own, vertx));
      } else {
        boolean slow = n % 10 == 3;
        Way way = slow ? Way.COMMANDS : ways[honest.size() % ways.length];
        honest.add(new SoakClient(n, way, slow, addresses, own, faults, vertx));
      }
    }
    SoakViewer.fill(database, OF_ROOMS_AND_LISTS);
    for (int n = 0; n < OF_ROOMS_AND_LISTS; n++) {
      Random own = new Random(random.nextLong());
      players.add(new SoakPlayer(n, addresses, games, own, faults, vertx));
      viewers.add(new SoakViewer(n + 1, addresses, own, faults, vertx));
    }
  }

  @AfterEach
  void end() {
    honest.forEach(SoakClient::close);
    careless.forEach(CarelessClient::close);
    players.forEach(SoakPlayer::close);
    viewers.forEach(SoakViewer::close);
    source.close();
  }

  @Test
  void afterEachTideOfClientsTheProcessesHoldWhatTheyHeldAfterTheFirst() {
    start();
    try (ClusterWitness witness = new ClusterWitness(cluster)) {
      Map<String, Integer> registrations = witness.registrations();
      List<SoakSample> before = sample();
      System.out.println("before: " + before);
      for (int tide = 0; tide < TIDES; tide++) {
        tide();
        awaitEmptyRoomsAndNoLists();
        awaitEbb(before);
        await()
            .atMost(LIMIT)
            .untilAsserted(() -> assertThat(witness.registrations()).isEqualTo(registrations));
        judge(tide);
      }
    }
    assertThat(processes().stream().flatMap(one -> one.process().lines().stream()))
        .noneMatch(line -> line.contains(" ERROR ") || line.contains(" WARN "));
    long connections = honest.stream().mapToLong(SoakClient::connections).sum();
    System.out.printf(
        "%d minutes: %d connections of honest clients, %d refused, %d publications received%n",
        MINUTES,
        connections,
        honest.stream().mapToLong(SoakClient::refused).sum(),
        honest.stream().mapToLong(SoakClient::received).sum());
    System.out.printf(
        "%d visits to rooms, %d events heard; %d lists, %d messages with prices%n",
        players.stream().mapToInt(SoakPlayer::visits).sum(),
        players.stream().mapToInt(SoakPlayer::heard).sum(),
        viewers.stream().mapToInt(SoakViewer::lists).sum(),
        viewers.stream().mapToInt(SoakViewer::messages).sum());
  }

  private void tide() {
    source.start(RATE);
    honest.forEach(SoakClient::come);
    careless.forEach(CarelessClient::come);
    players.forEach(SoakPlayer::come);
    viewers.forEach(SoakViewer::come);
    CompletableFuture<Void> high = new CompletableFuture<>();
    vertx.setTimer(TimeUnit.MINUTES.toMillis(MINUTES) / TIDES, over -> high.complete(null));
    high.join();
    honest.forEach(SoakClient::stay);
    DatabaseFixture.await(source.stop());
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(faults).isEmpty();
              assertThat(honest.stream().filter(one -> !one.hasAll(source)).limit(3)).isEmpty();
            });
    honest.forEach(SoakClient::leave);
    careless.forEach(CarelessClient::leave);
    players.forEach(SoakPlayer::leave);
    viewers.forEach(SoakViewer::leave);
  }

  private List<Member> processes() {
    List<Member> all = new ArrayList<>(gateways);
    all.add(poller);
    return all;
  }

  private List<SoakSample> sample() {
    List<SoakSample> all = new ArrayList<>();
    for (int i = 0; i < gateways.size(); i++) {
      all.add(SoakSample.ofGateway(gateways.get(i), operations.get(i), KEY));
    }
    all.add(SoakSample.of(poller));
    return all;
  }

  private void awaitEmptyRoomsAndNoLists() {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(faults).isEmpty();
              assertThat(players).filteredOn(one -> !one.isOut()).isEmpty();
              assertThat(viewers).filteredOn(one -> !one.isOut()).isEmpty();
              assertThat(games).isNotEmpty().allMatch(game -> members(game) == 0);
            });
    assertThat(database.run("select from watchlist.watchlists").rowCount()).isZero();
    games.clear();
  }

  private int members(String game) {
    String presence =
        clients.get("/api/rooms/" + game + "/presence", "Authorization", "Bearer " + ADMIN).body();
    return new JsonObject(presence).getInteger("count");
  }

  /** The sessions have ended, and their topics and connections with them. */
  private void awaitEbb(List<SoakSample> before) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              List<SoakSample> now = sample();
              assertThat(now)
                  .extracting(SoakSample::transports, SoakSample::topics, SoakSample::waitingBytes)
                  .isEqualTo(
                      before.stream()
                          .map(held -> tuple(held.transports(), held.topics(), 0L))
                          .toList());
              for (int i = 0; i < now.size(); i++) {
                assertThat(now.get(i).files())
                    .as("open files of process %d", i)
                    .isLessThanOrEqualTo(before.get(i).files() + MORE_FILES);
              }
            });
  }

  private void judge(int tide) {
    if (tide == 0) {
      samples.add(sample());
      print(tide);
      return;
    }
    List<SoakSample> first = samples.get(0);
    boolean isFull = tide > tidesToFill();
    List<SoakSample> now = new ArrayList<>();
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              now.clear();
              now.addAll(sample());
              for (int i = 0; i < now.size(); i++) {
                SoakSample held = now.get(i);
                assertThat(held.threads())
                    .as("threads of process %d", i)
                    .isLessThanOrEqualTo(first.get(i).threads() + MORE_THREADS);
                if (i < gateways.size() || isFull) {
                  assertThat(heldKib(held))
                      .as("live KiB of process %d: %s", i, held)
                      .isLessThanOrEqualTo(firstKib(i) + MORE_KIB);
                }
              }
            });
    samples.add(now);
    print(tide);
  }

  private long firstKib(int process) {
    boolean gateway = process < gateways.size();
    return heldKib(samples.get(gateway ? 0 : tidesToFill()).get(process));
  }

  /** Without the topics that are known for an hour after their last publication. */
  private static long heldKib(SoakSample sample) {
    return sample.liveKib() - Math.round(sample.knownTopics() * KIB_OF_A_TOPIC);
  }

  private static int tidesToFill() {
    return MINUTES_TO_FILL * TIDES / MINUTES;
  }

  private void print(int tide) {
    System.out.printf("after tide %d: %s%n", tide, samples.get(tide));
  }
}
