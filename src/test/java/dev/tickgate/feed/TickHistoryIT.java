package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tickgate.bus.TickCursor;
import dev.tickgate.bus.TicksPage;
import dev.tickgate.bus.TicksRequest;
import dev.tickgate.lead.Journal;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table with a hundred quotes of USD, one each five seconds at the end of the hour that the
 * clocks of New York show twice; the bid is the number. The journal has the last forty.
 */
class TickHistoryIT {
  private static final Instant BASE = Instant.parse("2026-11-01T06:56:00Z");
  private static final int ROWS = 100;
  private static final int PUBLISHED = 61;
  // A trimmed journal is trusted from a minute after its oldest entry on.
  private static final int TRUSTED = PUBLISHED + 12;
  private static final Topic TOPIC = Topic.ofTicks("USD");
  private static final Feed.Columns COLUMNS = new Feed.Columns("at", "bid", "ask");

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);

  private enum Table {
    IDS("timestamptz", new Symbols.Fixed("USD"), new Key.Serial("id", 100)),
    TIMES("timestamptz", new Symbols.Fixed("USD"), new Key.Time("at", Duration.ofMinutes(10))),
    TIMES_OF_NEW_YORK("timestamp", new Symbols.Fixed("USD"), new Key.Serial("id", 100)),
    SYMBOLS(
        "timestamptz",
        new Symbols.Column("symbol", "ticks."),
        new Key.Time("at", Duration.ofMinutes(10)));

    private final String type;
    private final Symbols symbols;
    private final Key key;

    Table(String type, Symbols symbols, Key key) {
      this.type = type;
      this.symbols = symbols;
      this.key = key;
    }

    Feed feed() {
      return new Feed("usd", symbols, "usd", key, COLUMNS, Feed.DEFAULT_POLL)
          .in(ZoneId.of("America/New_York"));
    }
  }

  @BeforeEach
  void migrate() {
    await(Journal.SCHEMA.migrate(database.pool()));
  }

  /**
   * @param trimmed whether the journal had the others, too
   */
  private void fill(Table table, boolean trimmed) {
    int before = trimmed ? 0 : PUBLISHED - 1;
    boolean fixed = table.symbols instanceof Symbols.Fixed;
    database.run(
        """
        create table usd (id bigint, at %s, symbol text, bid numeric, ask numeric);
        create unique index on usd (%s);
        insert into usd
        select n, (timestamptz '%s' + n * interval '5 seconds') %s, s, n, n + 1
        from generate_series(1, %d) n, unnest(array[%s]) s;
        insert into usd
        select 1000 + n, (timestamptz '%s' + n * interval '5 seconds 1 millisecond') %s, 'USD', 0, 1
        from generate_series(10, 20) n;
        insert into tickgate.feed (name, topic, source, epoch, head)
        values ('usd', '%s', '5 usd', 80, %d);
        insert into tickgate.topic (feed, topic, epoch, head)
        select 'usd', 'ticks.USD', 80, %d where %s;
        insert into tickgate.journal (feed, seq, topic, "offset", key, body, at)
        select 'usd', n - %d, %s, 'k' || n,
          format('{"bid":%%s,"timestamp":"%%s"}', n, to_char(t at time zone 'UTC',
            'YYYY-MM-DD"T"HH24:MI:SS"Z"')), t
        from (select n, timestamptz '%s' + n * interval '5 seconds' as t
              from generate_series(%d, %d) n) quotes;
        """
            .formatted(
                table.type,
                table.key.column() + (fixed ? "" : ", symbol"),
                BASE,
                table.type.equals("timestamp") ? "at time zone 'America/New_York'" : "",
                ROWS,
                fixed ? "'USD'" : "'EUR', 'USD', 'usd'",
                BASE,
                table.type.equals("timestamp") ? "at time zone 'America/New_York'" : "",
                fixed ? "ticks.USD" : "",
                ROWS - before,
                ROWS - before,
                !fixed,
                before,
                fixed ? "null, null" : "'ticks.USD', n - " + before,
                BASE,
                PUBLISHED,
                ROWS));
  }

  private TicksPage page(
      Table table, Optional<Instant> from, Optional<Instant> to, String after, int limit) {
    Feed feed = table.feed();
    TickHistory history =
        new TickHistory(
            feed, new JournalTicks(database.pool(), feed), new TableTicks(database.pool(), feed));
    return await(
        history.answer(new TicksRequest("usd", TOPIC, from, to, TickCursor.parse(after), limit)));
  }

  private List<JsonObject> pages(
      Table table, Optional<Instant> from, Optional<Instant> to, int limit) {
    List<JsonObject> found = new ArrayList<>();
    TicksPage page = page(table, from, to, null, limit);
    found.addAll(ticks(page));
    while (page.next().isPresent()) {
      TickCursor next = page.next().get();
      page = page(table, next.from(), to, next.toString(), limit);
      assertThat(ticks(page)).hasSizeLessThanOrEqualTo(limit);
      found.addAll(ticks(page));
    }
    return found;
  }

  private static List<JsonObject> ticks(TicksPage page) {
    return new JsonArray("[" + page.ticks() + "]").stream().map(JsonObject.class::cast).toList();
  }

  private static List<Integer> bids(List<JsonObject> ticks) {
    return ticks.stream().map(tick -> tick.getInteger("bid")).toList();
  }

  private static Optional<Instant> at(int row) {
    return Optional.of(BASE.plusSeconds(5L * row));
  }

  private static List<Integer> rows(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void theTableHasWhatTheJournalNoLongerHas(Table table) {
    fill(table, true);
    for (int limit : List.of(1, 7, 72, 99, 100, 10_000)) {
      List<JsonObject> all = pages(table, Optional.empty(), Optional.empty(), limit);

      assertThat(bids(all)).as("limit %d", limit).isEqualTo(rows(1, ROWS));
      assertThat(all.get(TRUSTED - 2).containsKey("offset")).isFalse();
      assertThat(all.get(TRUSTED - 1).getInteger("offset")).isEqualTo(TRUSTED);
    }
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void aJournalThatWasNeverTrimmedIsReadFromItsFirstTick(Table table) {
    fill(table, false);

    List<JsonObject> all = pages(table, Optional.empty(), Optional.empty(), 9);

    assertThat(bids(all)).isEqualTo(rows(1, ROWS));
    assertThat(all.get(PUBLISHED - 2).containsKey("offset")).isFalse();
    assertThat(all.get(PUBLISHED - 1).getInteger("offset")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void aSpanHasTheTicksBetweenItsTimes(Table table) {
    fill(table, true);

    assertThat(bids(pages(table, at(20), at(30), 4))).isEqualTo(rows(20, 29));
    assertThat(bids(pages(table, at(50), at(TRUSTED), 4))).isEqualTo(rows(50, TRUSTED - 1));
    assertThat(bids(pages(table, at(70), at(90), 4))).isEqualTo(rows(70, 89));
    assertThat(bids(pages(table, at(TRUSTED), at(90), 4))).isEqualTo(rows(TRUSTED, 89));
    assertThat(bids(pages(table, at(ROWS + 1), Optional.empty(), 4))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void withoutAJournalTheTableHasAll(Table table) {
    fill(table, true);
    database.run("delete from tickgate.journal");

    assertThat(bids(pages(table, Optional.empty(), Optional.empty(), 30))).isEqualTo(rows(1, ROWS));
  }

  @Test
  void aTickOfTheTableIsThatOfTheStreamWithoutItsPosition() {
    fill(Table.IDS, true);

    assertThat(page(Table.IDS, at(3), at(4), null, 10).ticks())
        .isEqualTo(
            "{\"type\":\"ticker\",\"symbol\":\"USD\",\"bid\":3,\"ask\":4,\"mid\":3.5,"
                + "\"timestamp\":\"2026-11-01T06:56:15.000Z\"}");
  }

  @Test
  void aJournalThatIsTrimmedBetweenTwoPagesLosesNothing() {
    fill(Table.IDS, true);
    TicksPage first = page(Table.IDS, Optional.empty(), Optional.empty(), null, 40);
    database.run("delete from tickgate.journal where seq < 85");

    TicksPage second =
        page(
            Table.IDS,
            Optional.empty(),
            Optional.empty(),
            first.next().orElseThrow().toString(),
            100);

    List<Integer> both = new ArrayList<>(bids(ticks(first)));
    both.addAll(bids(ticks(second)));
    assertThat(both).isEqualTo(rows(1, ROWS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alter table usd drop column bid", "drop table usd"})
  void aTableThatCannotBeReadFailsAndLeavesTheJournal(String change) {
    fill(Table.IDS, true);
    database.run(change);

    assertThatThrownBy(() -> page(Table.IDS, at(1), Optional.empty(), null, 10))
        .hasMessageContaining("Misconfigured: there is no ");
    assertThat(bids(ticks(page(Table.IDS, at(80), Optional.empty(), null, 2))))
        .containsExactly(80, 81);
  }

  @Test
  void cursorsThatAreNoneAreNotRead() {
    for (String text :
        List.of("t", "t1", "t1.", "t.1", "t1.1.1", "t99999999999999999999.1", "x1.1")) {
      assertThat(TickCursor.parse(text)).as(text).isEmpty();
    }
    for (long number : List.of(Long.MIN_VALUE, -5L, 0L, 253_402_300_799_999_999L, Long.MAX_VALUE)) {
      TickCursor cursor = new TickCursor.Stored(number, number);
      assertThat(TickCursor.parse(cursor.toString())).contains(cursor);
    }
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void aCursorThatNoRowHasIsBeforeOrBehindAllRows(Table table) {
    fill(table, true);
    database.run("delete from tickgate.journal");
    for (long key : List.of(Long.MIN_VALUE, Long.MAX_VALUE)) {
      assertThat(
              bids(
                  ticks(
                      page(
                          table,
                          Optional.empty(),
                          Optional.empty(),
                          "t" + Long.MIN_VALUE + "." + key,
                          10_000))))
          .isEqualTo(rows(1, ROWS));
      assertThat(
              ticks(
                  page(
                      table,
                      Optional.empty(),
                      Optional.empty(),
                      "t" + Long.MAX_VALUE + "." + key,
                      10_000)))
          .isEmpty();
    }
  }
}
