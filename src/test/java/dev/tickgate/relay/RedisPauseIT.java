package dev.tickgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.RedisFixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A Redis that accepts connections and answers nothing. */
class RedisPauseIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String RELAYS =
      """
      relays:
        redis:
          in: [{ from: source, to: events.shipments }]
          out: { topics: ["events.*"] }
      """;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final RedisFixture redis = new RedisFixture(vertx);
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final RelayNodeFixture node = new RelayNodeFixture(database, RELAYS);

  private void publish(int count) {
    database.run(
        "insert into tickgate.outbox (topic, payload) select 'events.shipments',"
            + " json_build_object('n', n) from generate_series(1, %d) n".formatted(count));
  }

  private void awaitParts(Predicate<JsonObject> each) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              List<JsonObject> parts = node.parts();
              return parts.size() == 3 && parts.stream().allMatch(each);
            });
  }

  private static boolean isRunning(JsonObject part) {
    return part.getString("state").equals("running");
  }

  @Test
  void eachPartFailsAlsoWhileNoEventWaits() {
    node.start(Map.of("REDIS_URL", redis.url()));
    awaitParts(RedisPauseIT::isRunning);

    redis.pause();
    awaitParts(
        part ->
            part.getString("state").equals("failing")
                && part.getString("reason").contains("Redis has not answered"));
    redis.resume();
    awaitParts(RedisPauseIT::isRunning);
  }

  @Test
  void eachPartFailsWithAReasonAndGoesOnWithoutLossWhenItAnswersAgain() {
    node.start(Map.of("REDIS_URL", redis.url()));
    awaitParts(RedisPauseIT::isRunning);
    await()
        .atMost(LIMIT)
        .until(() -> database.run("select from pg_class where relname = 'outbox'").size() == 1);
    publish(5);
    await().atMost(LIMIT).until(() -> sent() == 5);

    redis.pause();
    publish(20);
    awaitParts(
        part ->
            part.getString("state").equals("failing")
                && part.getString("reason").contains("Redis has not answered"));
    await().atMost(LIMIT).until(() -> Long.valueOf(20).equals(out().getLong("behind")));
    assertThat(node.metrics())
        .contains("tickgate_relay_behind{relay=\"redis.out.events\"} 20.0")
        .contains("tickgate_relay_running{relay=\"redis.pubsub\"} 0.0");
    redis.resume();

    awaitParts(RedisPauseIT::isRunning);
    redis.run(Command.XADD, "source", "*", "payload", "{\"entry\":1}");
    await().atMost(LIMIT).until(() -> sent() == 26);
    await()
        .atMost(LIMIT)
        .until(
            () ->
                redis.run(Command.PUBLISH, "rakuda:realtime:shipments", "{\"n\":1}").toInteger()
                    == 1);
    await().atMost(LIMIT).until(() -> sent() == 27);
    await().atMost(LIMIT).until(() -> Long.valueOf(0).equals(out().getLong("behind")));
  }

  private JsonObject out() {
    return node.part("out.events");
  }

  private int sent() {
    return redis.run(Command.XLEN, "tickgate:events.shipments").toInteger();
  }
}
