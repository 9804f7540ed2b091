package dev.tickgate.candle;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tickgate.candle.CandleTables.Writer;
import dev.tickgate.lead.Journal;
import dev.tickgate.lead.JournalReader;
import dev.tickgate.market.CandleInterval;
import dev.tickgate.market.TradingDay;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedCounterIT {
  private static final TradingDay DAYS = TradingDay.parse("17:00 America/New_York").orElseThrow();
  // Around the end of a day of trading.
  private static final Instant NOW = Instant.parse("2026-02-16T22:05:00Z");
  private static final Writer LEADER = new Writer("node", 7);
  private static final String JOURNAL =
      """
      select coalesce(j.topic, 'ticks.usd_jpy') as topic,
        (body::json ->> 'timestamp')::timestamptz as at, seq as n,
        body::json ->> 'bid' as bid, body::json ->> 'ask' as ask
      from tickgate.journal j where feed = 'usd_jpy'
      """;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final CandleTables tables = new CandleTables(database.pool());
  private final Random random = new Random(20260216);
  private final List<Long> missed = new ArrayList<>();
  private final CandleMetrics metrics =
      new CandleMetrics() {
        @Override
        public void missed(long publications) {
          missed.add(publications);
        }
      };

  @BeforeEach
  void prepare() {
    await(Journal.SCHEMA.migrate(database.pool()));
    await(tables.migrate());
    database.run(
        "insert into tickgate.feed (name, topic, source, epoch, owner, term) values"
            + " ('candles', '', '5 candles', 1, 'node', 7),"
            + " ('usd_jpy', 'ticks.usd_jpy', '5 usd', 80, 'other', 3)");
  }

  /** Appends ticks of the last ten minutes, one in three of them late. */
  private void append(int count) {
    for (int n = 0; n < count; n++) {
      long behind = random.nextInt(3) == 0 ? random.nextInt(600_000) : random.nextInt(500);
      append(NOW.minusMillis(behind), 151_000 + random.nextInt(1_000));
    }
  }

  private void append(Instant timestamp, long thousandths) {
    database.run(
        """
        with moved as (update tickgate.feed set head = head + 1 where name = 'usd_jpy' returning head)
        insert into tickgate.journal (feed, seq, row_key, body)
        select 'usd_jpy', head, (select count(*) from tickgate.journal) + head * 1000000,
          '{"type":"ticker","symbol":"usd_jpy","bid":%s,"ask":%s,"timestamp":"%s"}' from moved
        """
            .formatted(thousandths / 1000.0, thousandths / 1000.0 + 0.25, timestamp));
  }

  private FeedCounter counter(Writer writer) {
    Map<CandleInterval, Duration> retention = new EnumMap<>(CandleInterval.class);
    for (CandleInterval interval : CandleInterval.values()) {
      retention.put(interval, Duration.ofDays(2));
    }
    return new FeedCounter(
        new JournalReader(database.pool(), "usd_jpy"),
        tables,
        new CandleSettings(DAYS, retention),
        writer,
        metrics,
        () -> NOW,
        System::nanoTime);
  }

  private static void count(FeedCounter counter) {
    await(counter.count(System.nanoTime() + Duration.ofSeconds(20).toNanos(), candle -> {}));
  }

  @Test
  void storedCandlesAreThoseOfAFullComputationAfterEachRestart() {
    for (int leader = 0; leader < 5; leader++) {
      FeedCounter counter = counter(LEADER);
      for (int round = 0; round < 4; round++) {
        append(30);
        count(counter);
      }
    }

    assertThat(CandleTruth.stored(database))
        .hasSizeGreaterThan(100)
        .isEqualTo(CandleTruth.computed(database, JOURNAL));
  }

  @Test
  void aLateTickMovesOpenAndCloseOfItsBucket() {
    Instant minute = Instant.parse("2026-02-16T21:30:00Z");
    FeedCounter counter = counter(LEADER);
    append(minute.plusSeconds(30), 2_000);
    append(NOW, 9_000);
    count(counter);

    append(minute.plusSeconds(10), 3_000);
    append(minute.plusSeconds(50), 1_000);
    List<SeriesCandle> changed = new ArrayList<>();
    await(counter.count(System.nanoTime(), changed::add));

    assertThat(changed)
        .filteredOn(each -> each.series().interval() == CandleInterval.MINUTE)
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.candle().time()).isEqualTo(minute);
              assertThat(each.candle().bid().open()).isEqualByComparingTo("3");
              assertThat(each.candle().bid().close()).isEqualByComparingTo("1");
              assertThat(each.candle().ticks()).isEqualTo(3);
            });
    assertThat(CandleTruth.stored(database)).isEqualTo(CandleTruth.computed(database, JOURNAL));
  }

  @Test
  void aDeposedLeaderStoresNothing() {
    append(10);

    assertThatThrownBy(() -> count(counter(new Writer("node", 6))))
        .hasStackTraceContaining("another process has counted the ticks of usd_jpy");
    assertThatThrownBy(() -> count(counter(new Writer("other", 7))))
        .hasStackTraceContaining("another process has counted the ticks of usd_jpy");

    assertThat(CandleTruth.stored(database)).isEmpty();
    assertThat(database.run("select from tickgate.candle_position").size()).isZero();
  }

  @Test
  void aLeaderWhoseWriteWasCommittedWithoutAnAnswerCountsNothingTwice() {
    FeedCounter unanswered = counter(LEADER);
    append(10);
    count(unanswered);
    append(10);
    count(counter(LEADER));

    // It knows the place before the second write, as if the answer to that had been lost.
    append(10);
    assertThatThrownBy(() -> count(unanswered))
        .hasStackTraceContaining("another process has counted the ticks of usd_jpy");
    count(unanswered);

    assertThat(CandleTruth.stored(database)).isEqualTo(CandleTruth.computed(database, JOURNAL));
  }

  @Test
  void anotherEpochOfAJournalThatStayedChangesNothing() {
    FeedCounter counter = counter(LEADER);
    append(10);
    count(counter);

    database.run("update tickgate.feed set epoch = 90 where name = 'usd_jpy'");
    append(10);
    count(counter);
    append(10);
    count(counter(LEADER));

    assertThat(CandleTruth.stored(database)).isEqualTo(CandleTruth.computed(database, JOURNAL));
    assertThat(missed).isEmpty();
  }

  @Test
  void aDatabaseThatWentBackIsContinuedFromThePlaceThatItHas() {
    FeedCounter counter = counter(LEADER);
    append(10);
    count(counter);
    database.run("create table saved_journal as select * from tickgate.journal");
    database.run("create table saved_candle as select * from tickgate.candle");
    database.run("create table saved_position as select * from tickgate.candle_position");
    append(10);
    count(counter);

    database.run(
        """
        begin;
        truncate tickgate.journal, tickgate.candle, tickgate.candle_position;
        insert into tickgate.journal select * from saved_journal;
        insert into tickgate.candle select * from saved_candle;
        insert into tickgate.candle_position select * from saved_position;
        update tickgate.feed set head = 10 where name = 'usd_jpy';
        commit
        """);
    count(counter);
    append(5);
    count(counter);

    assertThat(CandleTruth.stored(database)).isEqualTo(CandleTruth.computed(database, JOURNAL));
  }

  @Test
  void ticksThatLeftTheJournalAreReportedAndTheOthersCounted() {
    FeedCounter counter = counter(LEADER);
    append(10);
    count(counter);
    String rest = JOURNAL.strip() + " and seq not between 11 and 14";
    append(10);
    List<String> expected = CandleTruth.computed(database, rest);
    database.run("delete from tickgate.journal where feed = 'usd_jpy' and seq <= 14");

    count(counter);

    assertThat(missed).containsExactly(4L);
    assertThat(CandleTruth.stored(database)).isEqualTo(expected);
  }

  @Test
  void theJournalOfAnotherTableContinuesBehindTheNewestTick() {
    append(NOW.minusSeconds(20), 1_000);
    append(NOW.minusSeconds(10), 2_000);
    count(counter(LEADER));

    database.run("delete from tickgate.journal");
    database.run("update tickgate.feed set source = '5 eur', head = 0 where name = 'usd_jpy'");
    append(NOW.minusSeconds(10), 2_000);
    append(NOW.minusSeconds(5), 3_000);
    FeedCounter counter = counter(LEADER);
    count(counter);
    append(NOW, 4_000);
    count(counter);

    assertThat(
            database
                .run("select sum(ticks)::bigint as n from tickgate.candle where period = 3600")
                .iterator()
                .next()
                .getLong("n"))
        .isEqualTo(4);
    assertThat(missed).isEmpty();
  }

  @Test
  void aCandleWhoseRetentionIsOverIsNeitherKeptNorMadeAgain() {
    append(NOW.minus(Duration.ofDays(2)).minusSeconds(400), 1_000);
    append(NOW, 2_000);
    FeedCounter counter = counter(LEADER);
    count(counter);

    assertThat(database.run("select from tickgate.candle where period = 60").size()).isEqualTo(1);
    assertThat(await(tables.purge(CandleInterval.MINUTE, NOW.plusSeconds(1)))).isEqualTo(1);
    assertThat(database.run("select from tickgate.candle where period = 60").size()).isZero();
    assertThat(database.run("select from tickgate.candle where period = 1").size()).isEqualTo(1);
  }
}
