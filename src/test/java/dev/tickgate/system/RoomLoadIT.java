package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.auth.SignedTokens;
import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.ClusterWitness;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rooms over three gateways, of which one is killed: every member has every event once and in the
 * same order, and who does not come back has left, once.
 */
@Tag("alone")
class RoomLoadIT {
  private static final int ROOMS = Integer.getInteger("rooms.count", 10);
  private static final int MEMBERS = Integer.getInteger("rooms.members", 6);
  private static final int PER_SECOND = Integer.getInteger("rooms.rate", 2);
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("rooms.seconds", 10));
  // At this rate first, while the JVMs compile.
  private static final int WARM_PER_SECOND = 500;
  private static final Duration WARM = Duration.ofSeconds(Integer.getInteger("rooms.warm", 0));
  private static final int IDLE = Integer.getInteger("rooms.idle", 200);
  // Less than the 3 s of the server.
  private static final Duration WAITED_FOR = Duration.ofMillis(2_500);
  private static final int IDLE_OF_A_SESSION = 50;
  // Of whatever the nodes register late.
  private static final int OTHERS = 5;
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration LONG = LIMIT.plus(WARM).plus(LENGTH);
  private static final Duration LEFT = Duration.ofMillis(Long.getLong("rooms.left", 15_000));

  private static final int POLLERS = 2;
  private static final int GATEWAYS = 3;

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private static final ClusterFixture cluster = new ClusterFixture(database.url());
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TICKGATE_ROOMS_ENABLED", "true",
          "TICKGATE_ROOMS_PERMISSIONS", "open",
          "TICKGATE_FEEDS", "[]",
          "TICKGATE_LIMITS_ENABLED", "false",
          "TICKGATE_ACCESS_RULES", "[]",
          "DATABASE_URL", database.url(),
          "HUB_JWT_SECRET", SignedTokens.SECRET);
  private static final List<Member> pollers = new ArrayList<>();
  private static final List<Member> gateways = new ArrayList<>();
  private final List<List<RoomMember>> rooms = new ArrayList<>();

  /** The first test starts all of them, and the next one a gateway that was killed. */
  @BeforeEach
  void startThoseThatAreMissing() {
    gateways.removeIf(gateway -> !gateway.process().isAlive());
    while (pollers.size() < POLLERS) {
      pollers.add(cluster.poller(SETTINGS));
    }
    while (gateways.size() < GATEWAYS) {
      gateways.add(cluster.gateway(SETTINGS));
    }
    pollers.forEach(Member::awaitReady);
    gateways.forEach(Member::awaitReady);
  }

  @AfterEach
  void end() {
    all().forEach(RoomMember::stayAway);
  }

  /**
   * @param name of the rooms, which other tests do not use
   */
  private void join(String name) {
    List<Integer> ports = gateways.stream().map(Member::port).toList();
    WebSocketClient client =
        vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(100_000));
    for (int room = 0; room < ROOMS; room++) {
      List<RoomMember> members = new ArrayList<>();
      Map<String, JsonObject> known = new ConcurrentHashMap<>();
      for (int i = 0; i < MEMBERS; i++) {
        String user = name + room + "_" + i;
        members.add(new RoomMember(vertx, client, known, name + room, user, token(user), ports, i));
      }
      rooms.add(members);
    }
    rooms.forEach(members -> members.forEach(RoomMember::connect));
    awaitJoined(all());
  }

  private static void awaitJoined(List<RoomMember> members) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(members.stream().filter(one -> !one.isJoined()).limit(5)).isEmpty());
  }

  private static String token(String user) {
    return SignedTokens.hs256(
        new JsonObject().put("sub", user).put("exp", Instant.now().getEpochSecond() + 3_600));
  }

  private List<RoomMember> all() {
    return rooms.stream().flatMap(List::stream).toList();
  }

  @Test
  void everyMemberHasEveryEventInOneOrderThoughAGatewayDies() {
    join("talk");
    long warm = System.nanoTime() + WARM.toNanos();
    int sparse = Math.max(1, ROOMS * PER_SECOND / WARM_PER_SECOND);
    int[] said = {0};
    long talking =
        vertx.setPeriodic(
            1_000 / PER_SECOND,
            now -> {
              int number = said[0]++;
              if (System.nanoTime() > warm || number % sparse == 0) {
                rooms.forEach(members -> members.get(number % MEMBERS).say("n" + number));
              }
            });
    await().atMost(LONG).until(() -> System.nanoTime() - warm > LENGTH.toNanos() / 2);
    // Of each room one stays away.
    int dying = gateways.size() - 1;
    List<RoomMember> absent =
        rooms.stream()
            .flatMap(members -> members.stream().filter(one -> one.gateway() == dying).limit(1))
            .toList();
    assertThat(absent).hasSize(ROOMS);
    absent.forEach(RoomMember::stayAway);
    List<RoomMember> losing = all().stream().filter(one -> one.gateway() == dying).toList();
    long killed = System.nanoTime();
    losing.forEach(member -> member.lostAt(killed));
    gateways.get(dying).process().kill();
    await().atMost(LIMIT).until(() -> absent.stream().allMatch(this::hasLeft));
    long left = (System.nanoTime() - killed) / 1_000_000;
    await().atMost(LONG).until(() -> System.nanoTime() - warm > LENGTH.toNanos());
    vertx.cancelTimer(talking);
    List<RoomMember> present = all().stream().filter(one -> !absent.contains(one)).toList();
    awaitJoined(present);
    await().atMost(LIMIT).until(this::allAreEqual);

    present.forEach(member -> assertThat(member.wrong()).isEmpty());
    for (List<RoomMember> members : rooms) {
      check(members, absent);
    }
    long received = all().stream().mapToLong(member -> member.events().size()).sum();
    System.out.printf(
        "%d rooms of %d members on 3 gateways, %d messages/s in each: %d events received, %d"
            + " commands repeated, %d members away for more than %s; %d members"
            + " did not come back from the killed gateway, the last was told to have left after"
            + " %d ms%n",
        ROOMS,
        MEMBERS,
        PER_SECOND,
        received,
        all().stream().mapToInt(RoomMember::again).sum(),
        all().stream().filter(one -> one.away().compareTo(WAITED_FOR) > 0).count(),
        WAITED_FOR,
        absent.size(),
        left);
    assertThat(left).isLessThan(LEFT.toMillis());
  }

  /** Whether another member of its room was told so. */
  private boolean hasLeft(RoomMember gone) {
    RoomMember other =
        rooms.stream()
            .filter(members -> members.contains(gone))
            .flatMap(List::stream)
            .filter(one -> one != gone)
            .findFirst()
            .orElseThrow();
    return other.events().stream().anyMatch(event -> is(event, "player_left", gone.user));
  }

  private static boolean is(JsonObject event, String type, String user) {
    return type.equals(event.getString("type")) && user.equals(event.getString("user_id"));
  }

  /** Whether the members of each room have come to the same event. */
  private boolean allAreEqual() {
    return rooms.stream()
        .allMatch(
            members ->
                members.stream()
                        .filter(RoomMember::isJoined)
                        .map(RoomMember::offset)
                        .distinct()
                        .count()
                    == 1);
  }

  /**
   * Who was away for longer than the room waits has left, and joined again; so may one whose
   * connection broke before, where a busy client cannot say how long it was away.
   */
  private static List<String> expected(RoomMember member, List<RoomMember> absent, int size) {
    boolean mayHaveLeft = member.away().compareTo(WAITED_FOR) > 0 || member.breaks() > 1;
    int least = absent.contains(member) ? 2 : 1;
    int most = mayHaveLeft ? Math.max(size, least) : least;
    return IntStream.range(0, most + (most - least) % 2)
        .mapToObj(i -> i % 2 == 0 ? "player_joined" : "player_left")
        .toList();
  }

  private static void check(List<RoomMember> members, List<RoomMember> absent) {
    Map<Long, JsonObject> room = new HashMap<>();
    for (RoomMember member : members) {
      long before = -1;
      for (JsonObject event : member.events()) {
        long offset = event.getLong("offset");
        assertThat(before < 0 || offset == before + 1)
            .as("%s: %d follows %d", member.user, offset, before)
            .isTrue();
        before = offset;
        JsonObject known = room.putIfAbsent(offset, event);
        assertThat(known == null || known.equals(event)).as("%s %s", known, event).isTrue();
      }
    }
    for (RoomMember member : members) {
      List<JsonObject> told =
          new TreeMap<>(room)
              .values().stream()
                  .filter(event -> member.user.equals(event.getString("user_id")))
                  .filter(event -> event.getString("type").startsWith("player_"))
                  .toList();
      assertThat(told.stream().map(event -> event.getString("type")))
          .as("%s, %s", told, member)
          .containsExactlyElementsOf(expected(member, absent, told.size()));
    }
  }

  @Test
  void thePresenceIsKnownAtEveryGateway() {
    join("present");
    String token = token("present0_0");
    for (Member gateway : gateways) {
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  new JsonObject(
                          new Http(gateway.port())
                              .get(
                                  "/api/rooms/game_present0/presence",
                                  "Authorization",
                                  "Bearer " + token)
                              .body())
                      .getInteger("count")
                      .equals(MEMBERS));
    }
  }

  @Test
  void roomsCostTheClusterNoRegistrations() {
    try (ClusterWitness witness = new ClusterWitness(cluster)) {
      int before = registrations(witness);
      List<WsClient> clients = new ArrayList<>();
      for (int i = 0; i < IDLE / IDLE_OF_A_SESSION; i++) {
        int port = gateways.get(i % gateways.size()).port();
        clients.add(new WsClient(vertx, port, "/ws?token=" + token("idle" + i)));
      }
      for (int room = 0; room < IDLE; room++) {
        JsonObject join =
            new JsonObject()
                .put("type", "join_game")
                .put("id", "j")
                .put("game_session_id", "idle" + room);
        clients.get(room / IDLE_OF_A_SESSION).send(join.encode());
      }
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  clients.stream()
                      .allMatch(client -> client.messages("ack").size() == IDLE_OF_A_SESSION));

      int after = registrations(witness);
      clients.forEach(WsClient::close);
      System.out.printf(
          "%d rooms with a member: %d registrations, %d before%n", IDLE, after, before);
      assertThat(after).isLessThanOrEqualTo(before + OTHERS);
    }
  }

  private static int registrations(ClusterWitness witness) {
    return witness.registrations().values().stream().mapToInt(Integer::intValue).sum();
  }
}
