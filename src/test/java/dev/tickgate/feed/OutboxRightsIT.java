package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedState;
import dev.tickgate.feed.TableCheck.Level;
import dev.tickgate.testing.AwaitLimit;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.LogFixture;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The outbox in a database of its own, apart from the journal, and what its users may do there. */
class OutboxRightsIT {
  private static final Duration LIMIT = AwaitLimit.LIMIT;
  @Fixture private static final Vertx vertx = Vertx.vertx();
  private final String poller = "p" + UUID.randomUUID().toString().replace("-", "");
  private final String application = "a" + UUID.randomUUID().toString().replace("-", "");
  @Fixture private final DatabaseFixture source = DatabaseFixture.create(vertx);
  private final OutboxFixture outbox = new OutboxFixture(vertx);
  private PgConnectOptions asPoller;
  private OutboxTable table;

  @BeforeEach
  void lay() {
    source.run("create role %s login; create role %s login".formatted(poller, application));
    asPoller = source.options().setUser(poller);
    table = new OutboxTable(source.pool(), false);
  }

  @AfterEach
  void clear() {
    outbox.close();
    source.run("drop owned by %1$s cascade; drop role %1$s".formatted(poller));
    source.run("drop owned by %1$s cascade; drop role %1$s".formatted(application));
  }

  @Test
  void aTableThatIsInstalledLaterIsRead() {
    OutboxFixture.Running leader = outbox.start("a", source.options(), false);
    await().until(leader::leads);
    assertThat(outbox.state()).isEqualTo(FeedState.LIVE);
    assertThat(leader.up).isFalse();
    assertThat(await(OutboxReport.run(source.pool(), false)).level()).isEqualTo(Level.OK);

    await(table.install());
    insert(source.pool(), 1);

    await().atMost(LIMIT).until(() -> outbox.numbers().equals(List.of(1)) && rows() == 0);
    assertThat(leader.up).isTrue();
    assertThat(await(OutboxReport.run(source.pool(), false)).text())
        .contains("can be read and removed");
  }

  @Test
  void aTableThatIsDroppedIsToldOnceAndItsReturnToo() {
    OutboxFixture.Running leader = outbox.startReading("a");
    assertThat(report(Level.OK)).isEqualTo("rows of tickgate.outbox can be read and removed");
    LogFixture lines = LogFixture.of(OutboxLog.class);
    try (lines) {
      outbox.database.run("drop table tickgate.outbox");
      await().atMost(LIMIT).until(() -> !leader.up);
      // It looks again, and finds the same.
      await().during(Duration.ofSeconds(2)).until(() -> !leader.up);
      assertThat(report(Level.ERROR))
          .contains("was created before and is missing; run \"tickgate outbox install\"");

      await(new OutboxTable(outbox.database.pool(), true).install());
      await().atMost(LIMIT).until(() -> leader.up);
    }

    assertThat(lines.events())
        .extracting(line -> line.getLevel() + " " + line.getMessage())
        .containsExactly("WARN outbox.failed", "INFO outbox.recovered");
    assertThat(lines.events().get(0).getKeyValuePairs().get(0).value.toString())
        .contains("run \"tickgate outbox install\"");
  }

  private String report(Level expected) {
    TableCheck.Finding found = await(OutboxReport.run(outbox.database.pool(), true));
    assertThat(found.level()).isEqualTo(expected);
    return found.text();
  }

  @Test
  void aTableThatNoLeaderCouldCreateIsAnError() {
    Pool pool = DatabaseFixture.open(vertx, asPoller).pool();
    try {
      assertThatThrownBy(() -> await(OutboxReport.run(pool, true)))
          .hasMessageContaining("create schema tickgate authorization " + poller);
      source.run("create schema tickgate authorization " + poller);

      assertThat(await(OutboxReport.run(pool, true)).text())
          .isEqualTo("there is no table tickgate.outbox yet: the first leader creates it");
    } finally {
      await(pool.close());
    }
  }

  @Test
  void aTableThatWasInstalledApartAndDroppedIsAnError() {
    await(table.install());
    source.run("drop table tickgate.outbox");

    assertThat(await(OutboxReport.run(source.pool(), false)).level()).isEqualTo(Level.ERROR);
  }

  @Test
  void anInstallationKeepsTheRowsAndMendsWhatIsMissing() {
    await(table.install());
    insert(source.pool(), 1);
    source.run("drop trigger outbox_inserted on tickgate.outbox");

    await(table.install());

    assertThat(rows()).isEqualTo(1);
    assertThat(source.run("select from pg_trigger where tgname = 'outbox_inserted'")).hasSize(1);
  }

  @Test
  void anApplicationMayInsertAndNothingElse() {
    await(table.install());
    source.run("create table tickgate.secret (a int)");
    await(table.grantInsert(application));
    Pool pool = DatabaseFixture.open(vertx, source.options().setUser(application)).pool();
    try {
      insert(pool, 1);
      List.of(
              "select * from tickgate.outbox",
              "select id from tickgate.outbox",
              "update tickgate.outbox set error = null",
              "delete from tickgate.outbox",
              "truncate tickgate.outbox",
              "insert into tickgate.outbox (id, topic, payload) overriding system value"
                  + " values (7, 'events.a', '{\"n\":1}')",
              "insert into tickgate.outbox (topic, payload, error) values ('a', '{}', 'x')",
              "insert into tickgate.outbox (topic, payload) values ('a', '{}') returning id",
              "select nextval('tickgate.outbox_id_seq')",
              "select * from tickgate.secret",
              "create table tickgate.mine (a int)")
          .forEach(
              sql ->
                  assertThatThrownBy(() -> await(pool.query(sql).execute()))
                      .as(sql)
                      .hasMessageContaining("42501"));
    } finally {
      await(pool.close());
    }
    assertThat(rows()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete on tickgate.outbox",
        "select on tickgate.outbox",
        "update on tickgate.outbox",
        "usage on schema tickgate"
      })
  void aRightThatIsTakenAwayIsNoOutageAndMakesNoRowComeTwice(String right) {
    await(table.install());
    source.run("grant usage on schema tickgate to " + poller);
    source.run("grant select, update, delete on tickgate.outbox to " + poller);
    OutboxFixture.Running leader = outbox.start("a", asPoller, false);
    await().until(() -> leader.up);
    insert(source.pool(), 1);
    await().until(() -> outbox.numbers().equals(List.of(1)) && rows() == 0);

    source.run("revoke %s from %s".formatted(right, poller));
    IntStream.rangeClosed(2, 20).forEach(n -> insert(source.pool(), n));
    await().atMost(LIMIT).until(() -> !leader.up);
    assertThat(outbox.state()).isEqualTo(FeedState.LIVE);
    source.run("grant %s to %s".formatted(right, poller));

    await().atMost(LIMIT).until(() -> rows() == 0 && leader.up);
    assertThat(outbox.numbers()).isEqualTo(IntStream.rangeClosed(1, 20).boxed().toList());
    assertThat(leader.term).hasValue(1);
  }

  @Test
  void nothingIsPublishedThatCannotBeRemoved() {
    await(table.install());
    source.run("grant usage on schema tickgate to " + poller);
    source.run("grant select, update, delete on tickgate.outbox to " + poller);
    // As a replica is, to the eyes of this user.
    source.run("alter role %s set default_transaction_read_only = on".formatted(poller));
    insert(source.pool(), 1);
    OutboxFixture.Running leader = outbox.start("a", asPoller, false);
    await().until(leader::leads);

    await().during(Duration.ofSeconds(1)).until(() -> outbox.heard.isEmpty() && !leader.up);
    assertThat(outbox.state()).isEqualTo(FeedState.LIVE);
    Pool pool = DatabaseFixture.open(vertx, asPoller).pool();
    assertThat(await(OutboxReport.run(pool, false).eventually(pool::close)).level())
        .isEqualTo(Level.WARNING);
  }

  private static void insert(Pool pool, int n) {
    await(
        pool.query(
                "insert into tickgate.outbox (topic, payload) values ('events.a', '{\"n\": %d}')"
                    .formatted(n))
            .execute());
  }

  private long rows() {
    return source.run("select count(*) from tickgate.outbox").iterator().next().getLong(0);
  }
}
