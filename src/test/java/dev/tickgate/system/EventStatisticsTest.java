package dev.tickgate.system;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.protocol.Token;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.EventSubscriber;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.Ports;
import dev.tickgate.testing.Promptness;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Statistics of two nodes, one of which is killed, beside what their clients counted. */
class EventStatisticsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  // Of a process, which loads its classes from the class path.
  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration MEASURED = Duration.ofSeconds(3);
  private static final String ADMIN_KEY = "tgk_" + UUID.randomUUID();
  private static final String USER_KEY = "tgk_" + UUID.randomUUID();
  private static final String RULES = "[{topics: \"events.*\", read: anybody, write: anybody}]";

  @Fixture private static final Vertx vertx = Vertx.vertx();

  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  // By event of a client, when the test saw that it had come.
  private final List<Long> arrivals = new ArrayList<>();
  private final String name = "test-" + UUID.randomUUID();
  private final int clusterPort = Ports.ofCluster();
  // Milliseconds.
  private int window = 500;
  private int published;
  private int port;
  private int other;

  private Map<String, String> environment(String roles, int port, String enabled) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TICKGATE_ROLES", roles);
    environment.put("TICKGATE_FEEDS", "[]");
    environment.put("SSE_DEBOUNCE_WINDOW", Integer.toString(window));
    environment.put("TICKGATE_HTTP_HOST", "127.0.0.1");
    environment.put("TICKGATE_HTTP_PORT", Integer.toString(port));
    environment.put("TICKGATE_OPS_PORT", "0");
    environment.put("TICKGATE_CLUSTER_ENABLED", "true");
    environment.put("TICKGATE_CLUSTER_NAME", name);
    environment.put("TICKGATE_CLUSTER_PORT", Integer.toString(clusterPort));
    environment.put("TICKGATE_CLUSTER_MEMBERS", "127.0.0.1:" + clusterPort);
    environment.put("TICKGATE_ACCESS_RULES", RULES);
    environment.put("TICKGATE_AUTH_ADMINS", "role=admin");
    environment.put(
        "TICKGATE_AUTH_API_KEYS",
        "[{name: office, sha256: %s, claims: {role: admin}}, {name: shop, sha256: %s}]"
            .formatted(new Token(ADMIN_KEY).hash(), new Token(USER_KEY).hash()));
    environment.put("DATABASE_URL", database.url());
    environment.put("REALTIME_ENABLED", enabled);
    return environment;
  }

  private static Node node(Map<String, String> environment) {
    return await(
        Node.start(
                ((Config.Loading.Ready)
                        Config.load(Optional.empty(), environment, Optional.empty()))
                    .config())
            .compose(Node::ready));
  }

  private static Process process(Map<String, String> environment) throws IOException {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            Stream.of(path.split(File.pathSeparator))
                .map(part -> Path.of(part).toAbsolutePath().toString())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow(),
            "dev.tickgate.Main");
    builder.environment().putAll(environment);
    return builder.inheritIO().start();
  }

  @Test
  void theStatisticsAreWhatTheClientsCounted() throws Exception {
    port = Ports.free();
    other = Ports.free();
    Node node = node(environment("poller,gateway", port, "true"));
    Process killed = process(environment("gateway", other, "true"));
    try (EventSubscriber here = new EventSubscriber("orders");
        EventSubscriber there = new EventSubscriber("*")) {
      connect(here, port);
      connect(there, other);
      await().atMost(LIMIT).until(() -> status().getLong("activeConnections") == 2);
      publish(40);
      await().atMost(LIMIT).until(() -> here.events().size() == 40 && there.events().size() == 40);
      awaitTotals(40, 80);
      await().atMost(LIMIT).until(() -> connections() == 2);

      killed.destroyForcibly().waitFor();
      await().atMost(LIMIT).until(() -> status().getLong("activeConnections") == 1);
      publish(10);
      await().atMost(LIMIT).until(() -> here.events().size() == 50);
      awaitTotals(50, 90);
      JsonObject stats = stats();
      assertThat(stats.getLong("totalPublished")).isEqualTo(50);
      assertThat(stats.getLong("totalConnections")).isEqualTo(2);
      assertThat(stats.getDouble("deliveryRate")).isEqualTo(1.8);
      JsonObject period = stats.getJsonObject("period");
      assertThat(period.getInteger("days")).isEqualTo(7);
      JsonObject today = stats.getJsonObject("byDate").getJsonObject(period.getString("to"));
      assertThat(stats.getJsonObject("byDate")).hasSize(7);
      assertThat(today.getLong("published:ORDER_RECEIVED")).isEqualTo(50);
      assertThat(today.getLong("delivered:ORDER_RECEIVED")).isEqualTo(90);
      assertThat(today.getDouble("reconnectRate")).isZero();
      assertThat(today.getDouble("meanLatencyMs")).isPositive();
      assertThat(connections()).isEqualTo(1);

      JsonObject test = new JsonObject(call("POST", "test", ADMIN_KEY).body());
      assertThat(test.getString("message")).isEqualTo("Test event published");
      assertThat(test.getJsonObject("event").getString("type")).isEqualTo("LISTING_UPDATE");
      assertThat(test.getLong("activeConnections")).isEqualTo(1);
      await().atMost(LIMIT).until(() -> stats().getLong("totalPublished") == 51);
      assertThat(status().getBoolean("administrator")).isTrue();
      assertThat(new JsonObject(call("GET", "status", USER_KEY).body()).getJsonObject("data"))
          .contains(Map.entry("administrator", false));
      for (List<String> path : List.of(List.of("GET", "connections"), List.of("POST", "test"))) {
        assertThat(call(path.get(0), path.get(1), USER_KEY).statusCode()).isEqualTo(403);
        assertThat(
                new Http(port).send(path.get(0), "/api/realtime/" + path.get(1), "").statusCode())
            .isEqualTo(401);
      }
      assertThat(call("GET", "stats?days=31", ADMIN_KEY).body()).contains("INVALID_DAYS");
    } finally {
      killed.destroyForcibly().waitFor();
      await(node.close());
    }
  }

  @Test
  void ofAGatewayThatIsKilledTheStatisticsMissAtMostItsLastSecond() throws Exception {
    // In batches of half a second, events would come in step with the reports.
    window = 10;
    port = Ports.free();
    other = Ports.free();
    Node node = node(environment("poller,gateway", port, "true"));
    Process killed = process(environment("gateway", other, "true"));
    try (EventSubscriber client = new EventSubscriber("*")) {
      connect(client, other);
      await().atMost(LIMIT).until(() -> status().getLong("activeConnections") == 1);
      Promptness.assertWithin(Duration.ofSeconds(1), () -> longestDelay(client));
      publish(20);
      long shown = stats().getLong("totalDelivered");

      killed.destroyForcibly().waitFor();

      await().atMost(LIMIT).until(() -> status().getLong("activeConnections") == 0);
      long reported = stats().getLong("totalDelivered");
      int counted = client.events().size();
      assertThat(reported).isBetween(shown, (long) counted);
      client.connect(port);
      await().atMost(LIMIT).until(() -> client.events().size() == published);
      awaitTotals(published, reported + published - counted);
      // Where the client had missed nothing, no delivery is reported together with it.
      await().atMost(LIMIT).until(() -> stats().getLong("totalConnections") == 2);
    } finally {
      killed.destroyForcibly().waitFor();
      await(node.close());
    }
  }

  /**
   * The longest time from the arrival of an event at the client to its count in the statistics,
   * while events are published for some seconds.
   */
  private Duration longestDelay(EventSubscriber client) {
    long start = System.nanoTime();
    Duration longest = Duration.ZERO;
    while (Promptness.since(start).compareTo(MEASURED) < 0) {
      publish(1);
      while (arrivals.size() < client.events().size()) {
        arrivals.add(System.nanoTime());
      }
      long asked = System.nanoTime();
      int reported = stats().getInteger("totalDelivered");
      if (reported < arrivals.size()) {
        Duration delay = Duration.ofNanos(asked - arrivals.get(reported));
        longest = longest.compareTo(delay) < 0 ? delay : longest;
      }
    }
    return longest;
  }

  /** Each process reports its counts by itself, one earlier than the other. */
  private void awaitTotals(long published, long delivered) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              JsonObject stats = stats();
              return stats.getLong("totalPublished") == published
                  && stats.getLong("totalDelivered") == delivered;
            });
  }

  @Test
  void disabledEventsAnswerNothingButTheStatus() {
    port = Ports.free();
    Node node = node(environment("poller,gateway", port, "false"));
    try {
      await().atMost(LIMIT).until(() -> call("GET", "status", USER_KEY).statusCode() == 200);
      assertThat(status().getBoolean("enabled")).isFalse();
      for (String path : List.of("events", "stats", "connections")) {
        HttpResponse<String> answer = call("GET", path, ADMIN_KEY);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
            .isEqualTo("{\"success\":false,\"error\":\"Realtime events are disabled\"}");
      }
    } finally {
      await(node.close());
    }
  }

  private static void connect(EventSubscriber client, int port) {
    await()
        .atMost(START)
        .ignoreExceptions()
        .until(
            () -> {
              client.connect(port);
              return true;
            });
    await().atMost(LIMIT).until(() -> client.text().contains("connected"));
  }

  private void publish(int events) {
    String event =
        "{\"type\":\"ORDER_RECEIVED\",\"payload\":{\"id\":\"1\",\"action\":\"created\"}}";
    for (int i = 0; i < events; i++) {
      assertThat(new Http(port).post("/api/publish/events.orders", event).statusCode())
          .isEqualTo(200);
      published++;
    }
  }

  private HttpResponse<String> call(String method, String path, String key) {
    return new Http(port)
        .send(method, "/api/realtime/" + path, "", "Authorization", "Bearer " + key);
  }

  private JsonObject data(String path) {
    return new JsonObject(call("GET", path, ADMIN_KEY).body())
        .getJsonObject(
            "data", new JsonObject().put("activeConnections", -1).put("totalDelivered", -1));
  }

  private JsonObject status() {
    return data("status");
  }

  private JsonObject stats() {
    return data("stats");
  }

  private int connections() {
    return data("connections").getInteger("count");
  }
}
