package dev.tickgate.relay;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.lead.JournalReader;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.RedisFixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Nodes with a relay to a real server of each case, which is killed and started again. The cases
 * wait for timers, and so run beside each other.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class RedisRelayIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TOPIC = "events.shipments";
  private static final String STREAM = "tickgate:" + TOPIC;
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
  private int inserted;

  @BeforeEach
  void startNode() {
    node.start(Map.of("REDIS_URL", redis.url()));
    await()
        .atMost(LIMIT)
        .until(() -> database.run("select from pg_class where relname = 'outbox'").size() == 1);
    for (String part : List.of("pubsub", "in", "out.events")) {
      awaitState(part, "running");
    }
  }

  private void awaitState(String part, String state) {
    await().atMost(LIMIT).until(() -> state.equals(node.part(part).getString("state")));
  }

  private void publish(int count) {
    database.run(
        "insert into tickgate.outbox (topic, payload) select '%s', json_build_object('n', n)"
                .formatted(TOPIC)
            + " from generate_series(%d, %d) n".formatted(inserted + 1, inserted + count));
    inserted += count;
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      redis.run(Command.XADD, "source", "*", "payload", "{\"entry\":" + i + "}");
    }
    inserted += count;
  }

  private List<JsonObject> sent(String stream) {
    List<JsonObject> sent = new ArrayList<>();
    for (Response entry : redis.run(Command.XRANGE, stream, "-", "+")) {
      JsonObject body = new JsonObject(entry.get(1).get(7).toString());
      assertThat(entry.get(0).toString())
          .isEqualTo(body.getLong("epoch") + "-" + body.getLong("offset"));
      sent.add(body);
    }
    return sent;
  }

  private void awaitSent() {
    await().atMost(LIMIT).until(() -> sent(STREAM).size() >= inserted);
    assertThat(sent(STREAM))
        .extracting(body -> body.getLong("offset"))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, inserted).boxed().toList());
  }

  @Test
  void anOutageOfRedisAndAnotherLeaderLoseAndRepeatNothingInEitherDirection() {
    add(20);
    publish(200);
    awaitSent();

    redis.kill();
    publish(300);
    awaitState("out.events", "failing");
    redis.start();
    add(20);
    publish(100);
    awaitSent();

    redis.kill();
    publish(100);
    node.stop();
    redis.start();
    startNode();
    add(10);
    awaitSent();
    assertThat(sent(STREAM).stream().filter(body -> body.containsKey("entry"))).hasSize(50);
  }

  @Test
  void anIdlePartFailsWhileRedisIsAwayAndRunsAgainAfterwards() {
    redis.kill();
    awaitState("out.events", "failing");
    assertThat(node.metrics()).contains("tickgate_relay_running{relay=\"redis.out.events\"} 0.0");
    assertThat(node.part("out.events").getLong("behind")).isZero();

    redis.start();
    awaitState("out.events", "running");
    assertThat(node.metrics()).contains("tickgate_relay_running{relay=\"redis.out.events\"} 1.0");
    publish(1);
    awaitSent();
  }

  @Test
  void entriesThatWereNotAcknowledgedArePublishedOnce() {
    add(10);
    awaitSent();
    node.stop();

    // As if the process had died before it acknowledged them: the group reads them again.
    redis.run(Command.XGROUP, "SETID", "source", "tickgate", "0");
    startNode();
    add(5);
    awaitSent();
    await()
        .atMost(LIMIT)
        .until(
            () ->
                Long.valueOf(15)
                    .equals(node.part("in").getJsonObject("counts").getLong("published")));
    assertThat(sent(STREAM)).hasSize(15);
  }

  @Test
  void anEntryThatCannotBePublishedIsPassedOverAndCounted() {
    redis.run(Command.XADD, "source", "*", "payload", "no object");
    redis.run(Command.XADD, "source", "*", "body", "{}");
    add(1);
    awaitSent();

    assertThat(node.part("in").getJsonObject("counts").getLong("refused")).isEqualTo(2);
    assertThat(redis.run(Command.XPENDING, "source", "tickgate").get(0).toInteger()).isZero();
  }

  @Test
  void messagesOfPubSubArePublishedToTheTopicOfTheirChannel() {
    redis.run(Command.PUBLISH, "rakuda:realtime:shipments", "{\"n\":1}");
    redis.run(Command.PUBLISH, "rakuda:realtime:shipments.eu", "{\"n\":2}");
    redis.run(Command.PUBLISH, "rakuda:realtime:a b", "{\"n\":3}");

    await().atMost(LIMIT).until(() -> sent("tickgate:events.shipments.eu").size() == 1);
    await().atMost(LIMIT).until(() -> sent(STREAM).size() == 1);
    assertThat(node.part("pubsub").getJsonObject("counts").getLong("published")).isEqualTo(2);
    assertThat(node.part("pubsub").getString("refusal")).contains("INVALID_TOPIC");

    redis.kill();
    awaitState("pubsub", "failing");
    redis.start();
    awaitState("pubsub", "running");
    redis.run(Command.PUBLISH, "rakuda:realtime:shipments", "{\"n\":4}");
    await().atMost(LIMIT).until(() -> sent(STREAM).size() == 2);
  }

  private static long sent(RelayReport report) {
    return report.json().getJsonObject("counts").getLong("sent");
  }

  @Test
  void twoProcessesThatBothLeadSendEachPositionOnce() {
    RelaySettings.Redis settings =
        new RelaySettings.Redis(
            redis.url(),
            Optional.empty(),
            "tickgate",
            "",
            List.of(),
            List.of(new TopicFilter("events.*")),
            "tickgate:",
            100_000);
    RelayReport report =
        new RelayReport("redis", "second", RelayMetrics.NONE, InstantSource.system());
    RedisOut second =
        new RedisOut(vertx, settings, new JournalReader(database.pool(), "events"), report);

    second.start();
    // On a busy machine the first one can be the faster for long.
    for (int i = 0; i < 20 || sent(report) == 0; i++) {
      publish(300);
      awaitSent();
    }
    await(second.stop());
  }
}
