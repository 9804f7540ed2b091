package dev.tickgate.relay;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.Node;
import dev.tickgate.config.Config;
import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.RedisFixture;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Losses that a relay cannot prevent are counted in its metrics. */
class RelayLossIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String CONFIG =
      """
      roles: [%s]
      http: { host: 127.0.0.1, port: 0 }
      ops: { port: 0 }
      feeds: []
      relays: { redis: { out: { topics: ["events.*"] } } }
      """;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final RedisFixture redis = new RedisFixture(vertx);
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @TempDir private Path directory;
  private Node node;

  private void startNode(String roles) throws Exception {
    Path file = Files.writeString(directory.resolve("t.yaml"), CONFIG.formatted(roles));
    Map<String, String> environment =
        Map.of("DATABASE_URL", database.url(), "REDIS_URL", redis.url());
    Config config =
        ((Ready) Config.load(Optional.of(file), environment, Optional.empty())).config();
    node = await(Node.start(config));
  }

  @AfterEach
  void stopNode() {
    await(node.close());
  }

  private boolean hasMetric(String name, String part, String event, int value) {
    return new Http(node.opsPort())
        .get("/metrics")
        .body()
        .lines()
        .anyMatch(
            line ->
                line.startsWith("tickgate_relay_" + name + "{")
                    && line.contains("relay=\"" + part + "\"")
                    && line.contains(event)
                    && line.endsWith("} " + value + ".0"));
  }

  private void awaitRecords(String part, String event, int count) {
    await().atMost(LIMIT).until(() -> hasMetric("records_total", part, event, count));
  }

  private void awaitRunning(String part, int is) {
    await().atMost(LIMIT).until(() -> hasMetric("running", part, "", is));
  }

  private void publish(int from, int to) {
    database.run(
        "insert into tickgate.outbox (topic, payload) select 'events.shipments',"
            + " json_build_object('n', n) from generate_series(%d, %d) n".formatted(from, to));
  }

  @Test
  void messagesOfPubSubBeyondThoseThatMayWaitForALeaderAreCountedAsDropped() throws Exception {
    // Without a poller the feed has no leader.
    startNode("relay, gateway");
    awaitRunning("redis.pubsub", 1);

    redis.run(
        Command.EVAL,
        "for i = 1, %d do redis.call('PUBLISH', 'rakuda:realtime:shipments', ARGV[1]) end"
            .formatted(RedisPubSub.MOST_WAITING + 100),
        "0",
        "{\"n\":1}");

    awaitRecords("redis.pubsub", "event=\"dropped\"", 100);
  }

  @Test
  void entriesThatTheJournalLostDuringAnOutageAreCountedAsLost() throws Exception {
    startNode("poller, relay, gateway");
    awaitRunning("redis.out.events", 1);
    publish(1, 20);
    awaitRecords("redis.out.events", "event=\"sent\"", 20);

    redis.kill();
    publish(21, 50);
    awaitRunning("redis.out.events", 0);
    await()
        .atMost(LIMIT)
        .until(() -> database.run("select from tickgate.journal where seq = 50").size() == 1);
    database.run("delete from tickgate.journal where seq <= 30");
    redis.start();

    awaitRecords("redis.out.events", "event=\"lost\"", 10);
    awaitRecords("redis.out.events", "event=\"sent\"", 40);
    assertThat(redis.run(Command.XLEN, "tickgate:events.shipments").toInteger()).isEqualTo(40);
  }
}
