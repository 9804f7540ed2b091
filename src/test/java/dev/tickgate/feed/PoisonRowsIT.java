package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.lead.Outcome;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rows that no market makes, and entries of the journal that are no publications: none stops a
 * feed.
 */
class PoisonRowsIT {
  private static final Duration POLL = Duration.ofMillis(25);
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "text; 'abc'; NOT_A_NUMBER",
        "text; ''; NOT_A_NUMBER",
        "text; '1,001.5'; NOT_A_NUMBER",
        "text; 'NaN'; NOT_A_NUMBER",
        "text; '1e999999999999'; NOT_A_NUMBER",
        "text; '1e2147483647'; OUT_OF_RANGE",
        "text; repeat('9', 10000000); TOO_LONG",
        "varchar(10); E'1\\n2'; NOT_A_NUMBER",
        "char(10); 'x'; NOT_A_NUMBER",
        "name; 'x'; NOT_A_NUMBER",
        "money; -1; NOT_POSITIVE",
        "money; null; NOT_A_NUMBER",
        "numeric; ('1.' || repeat('0', 998) || '1')::numeric; TOO_LONG",
        "numeric; ('1.' || repeat('0', 999) || '1')::numeric; TOO_LONG",
        "numeric; ('1.' || repeat('0', 16381) || '1')::numeric; TOO_LONG",
        "numeric; repeat('9', 1001)::numeric; TOO_LONG",
        "numeric; repeat('9', 131072)::numeric; TOO_LONG",
        "numeric; 'NaN'; NOT_A_NUMBER",
        "numeric; 'Infinity'; NOT_A_NUMBER",
        "numeric; '-Infinity'; NOT_A_NUMBER",
        "numeric; 1e300; OUT_OF_RANGE",
        "numeric; 1e-300; OUT_OF_RANGE",
        "float8; 5e-324; OUT_OF_RANGE",
        "float8; 1.7976931348623157e308; OUT_OF_RANGE",
        "real; 'NaN'; NOT_A_NUMBER",
        "bigint; 9223372036854775807; OUT_OF_RANGE",
        "smallint; -32768; NOT_POSITIVE",
      })
  void aRowThatIsNoQuoteIsCountedAndTheNextOneArrives(String type, String price, DropReason why) {
    create(type);
    FeedFixture.Running poller = start();

    database.run(
        "insert into %1$s (at, bid, ask) values (now(), %2$s, %2$s)".formatted(bed.table, price));

    arrives(2);
    assertThat(poller.dropped).containsExactly(why);
    assertThat(poller.leaderships).hasValue(1);
    assertThat(poller.failures).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "money; 1234.5; 1234.5",
        "text; ' 151.250 '; 151.25",
        "text; '1.5e2'; 150",
        "numeric(1000, 950); 1.5; 1.5",
        "numeric; ('1.' || repeat('0', 978) || '1')::numeric; 1",
        "numeric; 100; 100",
        "pg_temp_price; 1.5; 1.5",
      })
  void aPriceOfAnyTypeThatIsANumberArrives(String type, String price, double bid) {
    database.run(
        "drop domain if exists pg_temp_price; create domain pg_temp_price as numeric check (value > 0)");
    create(type);
    start();

    database.run(
        "insert into %1$s (at, bid, ask) values (now(), %2$s, %2$s)".formatted(bed.table, price));

    await().until(() -> bed.heard.size() == 1);
    assertThat(bed.bids()).containsExactly(bid);
    database.run("drop table %s; drop domain pg_temp_price".formatted(bed.table));
  }

  @Test
  void aRowWithoutAKeyIsNoRowAndStopsNothing() {
    database.run(
        "create table %s (id bigint unique, at timestamptz, bid text, ask text)"
            .formatted(bed.table));
    FeedFixture.Running poller = start();

    database.run(
        "insert into %1$s values (null, now(), 1, 1), (9223372036854775807, now(), 1, 1), (1, '-infinity', 1, 1), (2, now(), 3, 3), (-9223372036854775808, now(), 1, 1)"
            .formatted(bed.table));

    await().until(() -> bed.heard.size() == 1);
    assertThat(bed.bids()).containsExactly(3.0);
    assertThat(poller.leaderships).hasValue(1);
  }

  @Test
  void anEntryOfTheJournalWhoseNumberIsTooLongForReadersIsPublishedAlsoAfterARestart() {
    create("numeric");
    FeedFixture.Running first = start();
    insert(1);
    await().until(() -> bed.heard.size() == 1);
    bed.stop(first);
    // As an earlier version wrote it.
    corrupt(
        "'{\"type\":\"ticker\",\"symbol\":\"X\",\"bid\":1.' || repeat('0', 1100) || '1,\"ask\":1,\"mid\":1}'");

    FeedFixture.Running second = start();

    insert(1);
    await().until(() -> bed.offsets().contains(3L));
    assertThat(bed.offsets()).contains(1L, 2L, 3L);
    assertThat(second.leaderships).hasValue(1);
    assertThat(bed.sync(Optional.of(bed.heard.get(0).position()), 10).publications()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {"''", "'abc'", "'[1]'", "'{}'", "'{\"bid\":'"})
  void anEntryOfTheJournalThatIsNoPublicationIsLeftOutAndCounted(String body) {
    create("numeric");
    FeedFixture.Running first = start();
    insert(1);
    await().until(() -> bed.heard.size() == 1);
    bed.stop(first);
    corrupt(body);

    FeedFixture.Running second = start();

    insert(1);
    await().until(() -> bed.offsets().contains(3L));
    assertThat(bed.offsets()).doesNotContain(2L);
    assertThat(second.leaderships).hasValue(1);
    assertThat(second.unpublishable.get()).isPositive();
  }

  /** As where a constraint, a trigger or a full disk refuses what the leader writes. */
  @Test
  void aWriteThatFailsEachTimeIsTriedEverMoreRarely() {
    create("numeric");
    FeedFixture.Running poller = start();
    insert(1);
    await().until(() -> bed.heard.size() == 1);
    database.run(
        "alter table tickgate.journal add constraint refuse check (feed <> '%s') not valid"
            .formatted(bed.table));

    insert(1);

    await().until(() -> poller.leaderships.get() >= 2);
    await().during(Duration.ofSeconds(2)).until(() -> poller.leaderships.get() <= 12);
    database.run("alter table tickgate.journal drop constraint refuse");
    await().until(() -> bed.heard.stream().anyMatch(p -> p.position().offset() == 2));
  }

  @Test
  void aRowOverWhichOurCodeFailsIsDroppedAndCounted() {
    create("numeric");
    insert(3);
    FeedFixture.Running counts = new FeedFixture.Running();
    Scanner scanner =
        new Scanner(
            new TickTable(bed.bySerial(POLL, 100), database.pool(), System::nanoTime),
            new Start.Lookback(),
            row -> {
              if (row.key() == 2) {
                throw new IllegalStateException("a bug");
              }
              return Quote.of(new Symbols.Fixed("X"), row);
            },
            new VisibilityTracker(Optional.empty()),
            new DropLog("f", counts, System::nanoTime),
            () -> false,
            System::nanoTime,
            () -> {},
            Optional.empty());
    List<Long> found = new CopyOnWriteArrayList<>();

    Outcome outcome =
        await(
            scanner.scan(
                (rows, cursor) -> {
                  rows.forEach(row -> found.add(row.id().key()));
                  return Future.succeededFuture(Outcome.DONE);
                }));

    assertThat(outcome).isEqualTo(Outcome.DONE);
    assertThat(found).containsExactly(1L, 3L);
    assertThat(counts.dropped).containsExactly(DropReason.FAILED);
  }

  private void create(String type) {
    database.run(
        "create table %1$s (id bigserial primary key, at timestamptz, bid %2$s, ask %2$s)"
            .formatted(bed.table, type));
  }

  private FeedFixture.Running start() {
    FeedFixture.Running poller = bed.start(bed.bySerial(POLL, 10_000), "a");
    await().until(poller::leads);
    return poller;
  }

  private void insert(int count) {
    database.run(
        "insert into %1$s (at, bid, ask) select now(), '1', '1' from generate_series(1, %2$d)"
            .formatted(bed.table, count));
  }

  private void corrupt(String body) {
    database.run(
        """
        insert into tickgate.journal (feed, seq, row_key, body) values ('%1$s', 2, -1, %2$s);
        update tickgate.feed set head = 2 where name = '%1$s'
        """
            .formatted(bed.table, body));
  }

  private void arrives(int id) {
    database.run("insert into %s values (%d, now(), '7', '7')".formatted(bed.table, id));
    await().until(() -> bed.bids().contains(7.0));
  }
}
