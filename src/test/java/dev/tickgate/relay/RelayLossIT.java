package dev.tickgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.RedisFixture;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Losses that a relay cannot prevent are counted in its metrics. */
class RelayLossIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String REFUSED_TWICE = "cmdstat_eval:calls=2,";
  private static final String STREAM = "tickgate:events.shipments";
  private static final String RELAYS = "relays: { redis: { out: { topics: [\"events.*\"] } } }";

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final RedisFixture redis = new RedisFixture(vertx);
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final RelayNodeFixture node = new RelayNodeFixture(database, RELAYS);

  private void startNode(String roles) {
    node.start(roles, Map.of("REDIS_URL", redis.url()));
  }

  private boolean hasMetric(String name, String part, String event, int value) {
    return node.metrics()
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
  void messagesOfPubSubBeyondThoseThatMayWaitForALeaderAreCountedAsDropped() {
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
  void entriesThatTheJournalLostDuringAnOutageAreCountedAsLost() {
    startNode("poller, relay, gateway");
    awaitRunning("redis.out.events", 1);
    await()
        .atMost(LIMIT)
        .until(() -> database.run("select from pg_class where relname = 'outbox'").size() == 1);
    publish(1, 20);
    awaitRecords("redis.out.events", "event=\"sent\"", 20);

    // So that Redis refuses what it gets after the outage.
    redis.run(Command.RENAME, STREAM, "aside");
    redis.run(Command.SET, STREAM, "no stream");
    redis.kill();
    publish(21, 50);
    awaitRunning("redis.out.events", 0);
    await().atMost(LIMIT).until(() -> hasMetric("behind", "redis.out.events", "", 30));
    database.run("delete from tickgate.journal where seq <= 30");
    redis.start();
    // The hole is read again with each attempt, and counts once.
    await()
        .atMost(LIMIT)
        .until(() -> redis.run(Command.INFO, "commandstats").toString().contains(REFUSED_TWICE));
    redis.run(Command.RENAME, "aside", STREAM);

    awaitRecords("redis.out.events", "event=\"sent\"", 40);
    awaitRecords("redis.out.events", "event=\"lost\"", 10);
    assertThat(redis.run(Command.XLEN, STREAM).toInteger()).isEqualTo(40);
  }
}
