package dev.tickgate.event;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.lead.Journal;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The counts of pollers and the reports of gateways, also after failures of either. */
class StatisticsTablesTest {
  private static final List<Topic> CHANNELS = List.of(new Topic("events.orders"));

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private StatisticsTables tables;

  @BeforeEach
  void create() {
    await(Journal.SCHEMA.migrate(database.pool()));
    database.run(
        """
        insert into tickgate.feed (name, topic, source, epoch, owner, term)
        values ('events', '', '5 s', 7, 'a', 1)
        """);
    tables = open();
    await(tables.migrate());
  }

  /** As each poller has them. */
  private StatisticsTables open() {
    return new StatisticsTables(database.pool(), "events", CHANNELS);
  }

  @Test
  void pollersThatCountAtOnceCountEachEntryOnce() {
    append(5_000, "now()");
    StatisticsTables other = open();

    await(Future.all(tables.rollUp(), other.rollUp(), tables.rollUp(), other.rollUp()));
    // One that found the mark locked has left the rest to the other.
    await(other.rollUp());

    assertThat(published(1)).isEqualTo(5_000);
  }

  @Test
  void entriesOfAJournalThatWasCreatedAnewAreCounted() {
    append(20, "now()");
    await(tables.rollUp());
    database.run("delete from tickgate.journal; update tickgate.feed set head = 0, epoch = 8");
    append(5, "now()");

    await(tables.rollUp());
    append(3, "now()");
    await(tables.rollUp());

    assertThat(published(1)).isEqualTo(28);
  }

  @Test
  void anEntryBelongsToItsDayAndDaysAreKeptForThirty() {
    String today = "date_trunc('day', now(), 'UTC')";
    append(1, today + " - interval '1 microsecond'");
    append(2, today);
    append(4, today + " - interval '29 days'");
    append(8, today + " - interval '30 days'");

    await(tables.rollUp());
    await(tables.clean());

    assertThat(published(1)).isEqualTo(2);
    assertThat(published(2)).isEqualTo(3);
    assertThat(published(30)).isEqualTo(7);
    assertThat(database.run("select from tickgate.event_published").size()).isEqualTo(3);
  }

  @Test
  void aReportThatComesLateTakesNothingAway() {
    await(tables.report(report("a", 10)));
    await(tables.report(report("b", 1)));
    await(tables.report(report("a", 7)));

    JsonObject summary = await(tables.summary(1));

    assertThat(summary.getLong("active")).isEqualTo(2);
    assertThat(sum(summary.getJsonArray("delivered"), "delivered")).isEqualTo(11);
    assertThat(sum(summary.getJsonArray("connects"), "opened")).isEqualTo(11);
  }

  private JsonObject report(String node, long total) {
    String day =
        database
            .run("select (now() at time zone 'UTC')::date::text")
            .iterator()
            .next()
            .getString(0);
    return new JsonObject()
        .put("node", node)
        .put("connections", 1)
        .put(
            "connects",
            new JsonArray()
                .add(new JsonObject().put("day", day).put("opened", total).put("resumed", 0)))
        .put(
            "deliveries",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("day", day)
                        .put("type", "ORDER_RECEIVED")
                        .put("delivered", total)
                        .put("measured", total)
                        .put("latency_ms", total)));
  }

  private void append(int entries, String at) {
    database.run(
        """
        insert into tickgate.journal (feed, seq, topic, "offset", key, body, at)
          select 'events', head + n, 'events.orders', head + n, gen_random_uuid()::text,
            '{"type":"ORDER_RECEIVED","payload":{"id":"1","action":"created"}}', %2$s
          from tickgate.feed, generate_series(1, %1$d) n where name = 'events';
        update tickgate.feed set head = head + %1$d where name = 'events'
        """
            .formatted(entries, at));
  }

  private long published(int days) {
    return sum(await(tables.summary(days)).getJsonArray("published"), "published");
  }

  private static long sum(JsonArray rows, String field) {
    return rows.stream().mapToLong(row -> ((JsonObject) row).getLong(field)).sum();
  }
}
