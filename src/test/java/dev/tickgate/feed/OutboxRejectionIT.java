package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedState;
import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of the outbox that repeat a key, cannot be published, or have unusual times. */
class OutboxRejectionIT {
  private static final Duration LIMIT = AwaitLimit.LIMIT;
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private final OutboxFixture outbox = new OutboxFixture(vertx);

  @Test
  void ofRowsWithOneKeyOneIsPublished() {
    outbox.startReading("a");

    outbox.database.run(
        "insert into tickgate.outbox (topic, key, payload) select 'events.a', 'k', '{\"n\": 1}'"
            + " from generate_series(1, 3)");
    await().until(() -> outbox.heard.size() == 1 && outbox.rows() == 0);
    outbox.insert("events.a", "k", "{\"n\": 2}");
    outbox.insert("events.a", "other", "{\"n\": 3}");

    await().until(() -> outbox.rows() == 0);
    assertThat(outbox.numbers()).containsExactly(1, 3);
  }

  @Test
  void aKeyOfAnotherTopicIsTold() {
    OutboxFixture.Running leader = outbox.startReading("a");
    outbox.insert("events.a", "k", "{\"n\": 1}");
    await().until(() -> outbox.rows() == 0);

    outbox.insert("events.b", "k", "{\"n\": 2}");

    await().until(() -> leader.rejected.containsKey(OutboxRejection.KEY_REUSED));
    assertThat(outbox.numbers()).containsExactly(1);
    assertThat(errors()).containsExactly("KEY_REUSED: The key was already used for another topic.");
  }

  @Test
  void rowsThatCannotBePublishedKeepTheReasonAndStopNoOther() {
    OutboxFixture.Running leader = outbox.startReading("a");
    String large = "{\"n\":\"" + "x".repeat(70_000) + "\"}";
    outbox.insert("events.a", 1);
    outbox.insert("no topic", null, "{\"n\": 0}");
    outbox.insert("ticks.USD_JPY", null, "{\"n\": 0}");
    outbox.insert("other.a", null, "{\"n\": 0}");
    outbox.insert("x".repeat(100_000), null, "{\"n\": 0}");
    outbox.insert("events.a", "", "{\"n\": 0}");
    outbox.insert("events.a", "k".repeat(256), "{\"n\": 0}");
    outbox.insert("events.a", null, "[1]");
    outbox.insert("events.a", null, "{}");
    outbox.insert("events.a", null, "{\"n\": 0, \"offset\": 1}");
    outbox.insert("events.a", null, large);
    outbox.insert("events.a", "k".repeat(255), "{\"n\": 2}");

    await().until(() -> outbox.numbers().equals(List.of(1, 2)) && outbox.rows() == 10);
    await().until(() -> errors().size() == 10);
    assertThat(errors())
        .extracting(error -> error.substring(0, error.indexOf(':')))
        .containsExactly(
            "UNKNOWN_TOPIC",
            "UNKNOWN_TOPIC",
            "UNKNOWN_TOPIC",
            "UNKNOWN_TOPIC",
            "INVALID_KEY",
            "INVALID_KEY",
            "INVALID_PAYLOAD",
            "INVALID_PAYLOAD",
            "INVALID_PAYLOAD",
            "PAYLOAD_TOO_LARGE");
    assertThat(leader.rejected)
        .containsEntry(OutboxRejection.UNKNOWN_TOPIC, 4)
        .containsEntry(OutboxRejection.PAYLOAD_TOO_LARGE, 1);
    assertThat(outbox.state()).isEqualTo(FeedState.LIVE);
  }

  @Test
  void theErrorNamesTheRuleThatARowBreaks() {
    outbox.startReading("a");
    outbox.insert("events.a", null, "{}");
    outbox.insert("events.a", null, "{\"n\": 0, \"offset\": 1}");
    outbox.insert("events.a", null, "{\"n\": 0, \"n\": 1}");

    await().until(() -> errors().size() == 3);

    assertThat(errors())
        .extracting(error -> error.replaceFirst(".*levels deep\\. ", ""))
        .containsExactly(
            "It has no field.",
            "It has a field epoch, offset or skipped.",
            "An object in it has two fields of one name.");
  }

  @Test
  void timesOfAnyKindStopNoRow() {
    outbox.startReading("a");

    outbox.database.run(
        "insert into tickgate.outbox (topic, payload, created_at) values"
            + " ('events.a', '{\"n\":1}', 'infinity'), ('events.a', '{\"n\":2}', '-infinity'),"
            + " ('events.a', '{\"n\":3}', '294276-12-31'), ('events.a', '{\"n\":4}', '4713-01-01 BC')");

    await().until(() -> outbox.numbers().equals(List.of(1, 2, 3, 4)) && outbox.rows() == 0);
  }

  @Test
  void aRowIsTriedAgainWhenItsErrorIsCleared() {
    OutboxFixture.Running leader = outbox.startReading("a");
    outbox.insert("event.a", null, "{\"n\": 1}");
    await().until(() -> leader.rejected.size() == 1);

    outbox.database.run("update tickgate.outbox set topic = 'events.a', error = null");

    await().atMost(LIMIT).until(() -> outbox.numbers().equals(List.of(1)) && outbox.rows() == 0);
  }

  private List<String> errors() {
    return outbox
        .database
        .run("select error from tickgate.outbox where error is not null order by id")
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
