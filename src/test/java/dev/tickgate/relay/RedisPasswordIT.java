package dev.tickgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.LogFixture;
import dev.tickgate.testing.RedisFixture;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes with a relay to a server that requires a password. */
class RedisPasswordIT {
  private static final String PASSWORD = "s3:cr@t/1";
  private static final String WRONG = "wr0ng@2";
  private static final String RELAYS =
      """
      relays:
        redis:
          in: [{ from: source, to: events.shipments }]
          out: { topics: ["events.*"] }
          pubsub: "shop:*"
      """;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final RedisFixture redis = new RedisFixture(vertx, PASSWORD);
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final RelayNodeFixture node = new RelayNodeFixture(database, RELAYS);
  @Fixture private final LogFixture log = LogFixture.ofAll();

  private void startNode(String url) {
    node.start(Map.of("REDIS_URL", url));
  }

  /** Of each part, in no order. */
  private List<String> values(String field) {
    return node.parts().stream().map(part -> part.getString(field)).toList();
  }

  private void awaitStates(String state) {
    await().until(() -> values("state").equals(List.of(state, state, state)));
  }

  @Test
  void thePasswordOfTheUrlIsUsed() {
    startNode(redis.url());
    awaitStates("running");
    redis.run(Command.XADD, "source", "*", "payload", "{\"entry\":1}");

    await()
        .until(() -> redis.run(Command.XRANGE, "tickgate:events.shipments", "-", "+").size() == 1);
    assertShowsNo("s3:cr", "s3%3A");
  }

  @Test
  void aWrongPasswordIsTheReasonAndIsShownNowhere() {
    startNode(redis.url(WRONG));
    awaitStates("failing");

    assertThat(values("reason")).allMatch(reason -> reason.contains("WRONGPASS"));
    assertShowsNo("wr0ng");
  }

  @Test
  void aRefusedSubscriptionIsTheReasonAndIsTriedAgain() {
    redis.run(
        Command.ACL, "SETUSER", "reader", "on", ">secret", "~*", "&*", "+@all", "-psubscribe");
    startNode(redis.url("secret").replace("//:", "//reader:"));
    await().until(() -> values("state").contains("failing"));
    assertThat(values("reason")).anyMatch(reason -> reason.contains("NOPERM"));

    redis.run(Command.ACL, "SETUSER", "reader", "+psubscribe");
    awaitStates("running");
    await().until(() -> redis.run(Command.PUBLISH, "shop:orders", "{\"n\":1}").toInteger() == 1);
    assertShowsNo("secret");
  }

  private void assertShowsNo(String... secrets) {
    assertThat(node.api()).doesNotContain(secrets);
    assertThat(log.events())
        .isNotEmpty()
        .extracting(event -> event.getFormattedMessage() + event.getKeyValuePairs())
        .allSatisfy(line -> assertThat(line).doesNotContain(secrets));
  }
}
