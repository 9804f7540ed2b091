package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedState;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Promptness;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxIT {
  private static final Duration LIMIT = AwaitLimit.LIMIT;
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private final OutboxFixture outbox = new OutboxFixture(vertx);

  @Test
  void aRowIsPublishedWithEveryDigitAndRemoved() {
    OutboxFixture.Running leader = outbox.startReading("a");

    outbox.insert(
        "events.orders", null, "{\"price\": 1.10,\n \"id\": 12345678901234567890, \"b\":1}");

    await().until(() -> outbox.heard.size() == 1 && outbox.rows() == 0);
    assertThat(outbox.heard.get(0).topic()).isEqualTo(new Topic("events.orders"));
    assertThat(OutboxFixture.text(outbox.heard.get(0)))
        .startsWith("{\"price\":1.10,\"id\":12345678901234567890,\"b\":1,\"epoch\":")
        .endsWith(",\"offset\":1}");
    assertThat(leader.published).hasValue(1);
    await().until(() -> leader.waiting.get() == 0);
  }

  @Test
  void aNotificationMakesItLookAtOnce() {
    OutboxFixture.Running leader =
        outbox.start("a", outbox.database.options(), true, Duration.ofHours(1));
    await().until(() -> leader.up);
    // The first row comes with the look at the beginning of the notifications, or by one.
    outbox.insert("events.a", 1);
    await().until(() -> outbox.numbers().equals(List.of(1)));

    outbox.insert("events.a", 2);

    await().until(() -> outbox.numbers().equals(List.of(1, 2)));
  }

  @Test
  void whatIsRolledBackIsNotPublishedAndWhatCommitsLateIs() {
    outbox.startReading("a");
    SqlConnection late = await(outbox.database.pool().getConnection());
    Transaction open = await(late.begin());
    await(insert(late, 1));
    SqlConnection undone = await(outbox.database.pool().getConnection());
    Transaction rolledBack = await(undone.begin());
    await(insert(undone, 2));
    outbox.insert("events.a", 3);
    await().until(() -> outbox.numbers().equals(List.of(3)));

    await(rolledBack.rollback().eventually(undone::close));
    await(open.commit().eventually(late::close));
    await().until(() -> outbox.numbers().equals(List.of(3, 1)));
    outbox.insert("events.a", 4);

    await().until(() -> outbox.numbers().size() == 3 && outbox.rows() == 0);
    assertThat(outbox.numbers()).containsExactly(3, 1, 4);
  }

  @Test
  void aRowThatCommitsAfterTheWritersOfItsTimeAreForgottenIsPublished() {
    outbox.startReading("a");
    SqlConnection late = await(outbox.database.pool().getConnection());
    Transaction open = await(late.begin());
    await(insert(late, 1));
    // Several looks at all rows go by: each one takes note of the transactions that are open.
    outbox.insert("events.a", 2);
    await().until(() -> outbox.numbers().equals(List.of(2)));
    await()
        .during(Duration.ofSeconds(11))
        .atMost(LIMIT)
        .until(() -> outbox.numbers().equals(List.of(2)));

    await(open.commit().eventually(late::close));

    await().until(() -> outbox.numbers().equals(List.of(2, 1)));
  }

  private static Future<?> insert(SqlConnection connection, int n) {
    return connection
        .query(
            "insert into tickgate.outbox (topic, payload) values ('events.a', '{\"n\": %d}')"
                .formatted(n))
        .execute();
  }

  @Test
  void tenThousandRowsOfOneTransactionComeInTheirOrder() {
    outbox.startReading("a");

    outbox.database.run(
        "insert into tickgate.outbox (topic, payload)"
            + " select 'events.' || n % 7, json_build_object('n', n) from generate_series(1, 10000) n");

    await().atMost(LIMIT).until(() -> outbox.heard.size() == 10_000 && outbox.rows() == 0);
    assertThat(outbox.numbers()).isEqualTo(IntStream.rangeClosed(1, 10_000).boxed().toList());
  }

  @Test
  void largeRowsComeInPagesOfBoundedSize() {
    // Only notifications, and pages that are followed by others, make it look.
    OutboxFixture.Running leader =
        outbox.start("a", outbox.database.options(), true, Duration.ofHours(1));
    await().until(() -> leader.up);

    outbox.database.run(
        "insert into tickgate.outbox (topic, payload)"
            // Three bytes each.
            + " select 'events.a', json_build_object('n', n, 'text', repeat('円', 20000))"
            + " from generate_series(1, 100) n");

    await().atMost(LIMIT).until(() -> outbox.heard.size() == 100 && outbox.rows() == 0);
    assertThat(outbox.numbers()).isEqualTo(IntStream.rangeClosed(1, 100).boxed().toList());
  }

  @Test
  void aLeaderThatDiesBeforeItRemovedRowsMakesNoneComeTwice() {
    OutboxFixture.Running a = outbox.startReading("a");
    OutboxFixture.Running b = outbox.start("b");
    // Rows are read and appended, and their removal waits.
    outbox.database.run(
        "create function wait() returns trigger language plpgsql as"
            + " 'begin perform pg_advisory_xact_lock(1); return null; end'");
    outbox.database.run(
        "create trigger wait before delete on tickgate.outbox execute function wait()");
    SqlConnection holder = await(outbox.database.pool().getConnection());
    Transaction held = await(holder.begin());
    await(holder.query("select pg_advisory_xact_lock(1)").execute());
    outbox.database.run(
        "insert into tickgate.outbox (topic, payload)"
            + " select 'events.a', json_build_object('n', n) from generate_series(1, 500) n");
    String removal =
        "pg_stat_activity where wait_event = 'advisory' and datname = current_database()";
    await().atMost(LIMIT).until(() -> outbox.database.run("select from " + removal).size() == 1);
    assertThat(journal()).isEqualTo(500);

    Future<Void> gone = a.databases.close();
    outbox.database.run("select pg_terminate_backend(pid) from " + removal);
    await(gone);
    assertThat(outbox.rows()).isEqualTo(500);
    await(held.commit().eventually(holder::close));

    await().atMost(LIMIT).until(() -> b.leads() && outbox.rows() == 0);
    assertThat(journal()).isEqualTo(500);
    outbox.insert("events.a", 501);
    await().until(() -> outbox.numbers().contains(501));
    assertThat(outbox.numbers().stream().distinct().toList())
        .isEqualTo(IntStream.rangeClosed(1, 501).boxed().toList());
  }

  private long journal() {
    return outbox
        .database
        .run("select count(*) from tickgate.journal")
        .iterator()
        .next()
        .getLong(0);
  }

  @Test
  void aTableThatIsDroppedAndInstalledAgainGoesOn() {
    OutboxFixture.Running leader = outbox.startReading("a");
    outbox.insert("events.a", 1);
    await().until(() -> outbox.heard.size() == 1);

    outbox.database.run("drop table tickgate.outbox");
    await().atMost(LIMIT).until(() -> !leader.up);
    assertThat(outbox.state()).isEqualTo(FeedState.LIVE);
    assertThat(leader.leads()).isTrue();
    await(new OutboxTable(outbox.database.pool(), false).install());
    // Its ids begin again.
    outbox.insert("events.a", 2);

    await().atMost(LIMIT).until(() -> outbox.numbers().equals(List.of(1, 2)) && outbox.rows() == 0);
    await().until(() -> leader.up);
  }

  @Test
  void aRemovalThatFailsIsTriedAgainWithPauses() {
    OutboxFixture.Running leader = outbox.startReading("a");
    outbox.database.run(
        "create sequence tries; create function refuse() returns trigger language plpgsql as"
            + " 'begin perform nextval(''tries''); raise exception ''no''; end'");
    outbox.database.run(
        "create trigger refuse before delete on tickgate.outbox execute function refuse()");
    outbox.database.run(
        "insert into tickgate.outbox (topic, payload)"
            + " select 'events.a', json_build_object('n', n) from generate_series(1, 700) n");
    await().until(() -> !leader.up && outbox.heard.size() == 700);

    await().during(Duration.ofSeconds(3)).until(() -> !leader.up);
    assertThat(outbox.database.run("select last_value from tries").iterator().next().getLong(0))
        .isLessThan(20);
    outbox.database.run("drop trigger refuse on tickgate.outbox");

    await().atMost(LIMIT).until(() -> outbox.rows() == 0 && leader.up);
    assertThat(outbox.numbers()).isEqualTo(IntStream.rangeClosed(1, 700).boxed().toList());
  }

  @Test
  void idsThatBeginAgainAreFoundAtOnce() throws Exception {
    outbox.startReading("a");
    outbox.insert("events.a", 1);
    outbox.insert("events.a", 2);
    outbox.insert("events.a", 3);
    outbox.insert("events.a", 4);
    await().until(() -> outbox.heard.size() == 4 && outbox.rows() == 0);

    outbox.database.run("truncate tickgate.outbox restart identity");
    outbox.insert("events.a", 5);
    await().atMost(LIMIT).until(() -> outbox.heard.size() == 5 && outbox.rows() == 0);

    // The next look at all ids is 5 s behind the one that found the last row.
    Promptness.assertWithin(
        Duration.ofSeconds(2),
        () -> {
          int count = outbox.heard.size() + 1;
          long inserted = System.nanoTime();
          outbox.insert("events.a", count);
          await().until(() -> outbox.heard.size() == count);
          return Promptness.since(inserted);
        });
  }
}
