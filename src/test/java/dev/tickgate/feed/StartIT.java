package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.lead.FeedSettings;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Ports;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests {@code start} and {@code zone}: the first rows of a feed, and the instants of its times.
 */
class StartIT {
  private static final Duration POLL = Duration.ofMillis(25);
  private static final int ROWS = 9_500;
  private static final int NEXT = ROWS + 1;
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);

  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());

  @Test
  void allPublishesEveryRowInTheOrderOfTheKeysThenWhatIsNew() {
    hoursOfRows();
    bed.start(bed.byTime(POLL).from(new Start.All()), "a");

    heardUpTo(1, ROWS);
    insert(NEXT);
    heardUpTo(1, NEXT);
  }

  @Test
  void aLeaderThatTakesOverInTheMiddleOfAllPublishesTheRestOnce() {
    hoursOfRows();
    FeedFixture.Running first = bed.start(bed.byTime(POLL).from(new Start.All()), "a");
    soon().until(() -> bed.heard.size() > 1_000);
    bed.kill(first);

    bed.start(bed.byTime(POLL).from(new Start.All()), "b");

    insert(NEXT);
    soon().untilAsserted(() -> assertThat(distinctBids()).endsWith((double) NEXT));
    assertThat(distinctBids()).isEqualTo(bids(1, NEXT));
    // A tail that is published again has the offsets that it had.
    assertThat(bed.offsets().stream().distinct())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, NEXT).boxed().toList());
  }

  @Test
  void aTimeBeginsWithItsRow() {
    hoursOfRows();
    Instant time = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(9_000);
    bed.start(bed.byTime(POLL).from(new Start.AtTime(time)), "a");

    heardUpTo(9_000, ROWS);
  }

  @Test
  void aTimeIsMeantInTheZoneOfTheTable() {
    hoursOfRows();
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");
    Instant time = Instant.parse("2025-12-31T15:00:00Z").plusSeconds(9_000);
    bed.start(bed.byTime(POLL).in(tokyo).from(new Start.AtTime(time)), "a");

    heardUpTo(9_000, ROWS);
  }

  @Test
  void aNumberBeginsWithItsRow() {
    database.run(
        "create table %s (id bigint primary key, at timestamptz, bid float8, ask float8)"
            .formatted(bed.table));
    database.run(
        "insert into %s select n, now(), n, n + 1 from generate_series(1, 50) n"
            .formatted(bed.table));
    bed.start(bed.bySerial(POLL, 10).from(new Start.AtKey(7)), "a");

    heardUpTo(7, 50);
  }

  @Test
  void latestPublishesTheNewestRowAndNoneBeforeIt() {
    hoursOfRows();
    bed.start(bed.byTime(POLL).from(new Start.Latest()), "a");

    heardUpTo(ROWS, ROWS);
    insert(NEXT);
    heardUpTo(ROWS, NEXT);
  }

  @Test
  void aRowThatCommitsAfterTheProcessIsReadyIsPublished() {
    hoursOfRows();
    FeedSettings slowly =
        new FeedSettings(
            FeedFixture.QUICK.lease(),
            FeedFixture.QUICK.retention(),
            FeedFixture.QUICK.upkeep(),
            Duration.ofSeconds(2));
    FeedFixture.Running process = bed.start(bed.byTime(POLL).from(new Start.Latest()), "a", slowly);
    soon()
        .untilAsserted(
            () ->
                assertThat(process.verticle.problem())
                    .hasValueSatisfying(
                        reason -> assertThat(reason).contains("waits for gateways")));

    soon().pollInterval(Duration.ofMillis(1)).until(() -> process.verticle.problem().isEmpty());
    insert(NEXT);
    insert(NEXT + 1);

    heardUpTo(ROWS, NEXT + 1);
  }

  @Test
  void aProcessWhoseSourceHasNeverAnsweredIsNotReady() {
    PgConnectOptions silent = new PgConnectOptions(database.options()).setPort(Ports.free());
    FeedFixture.Running process =
        bed.start(bed.byTime(POLL), "a", FeedSettings.DEFAULT.alone(), silent, database.options());

    soon().until(() -> process.failures.get() > 1);

    assertThat(process.verticle.problem())
        .hasValueSatisfying(reason -> assertThat(reason).contains("the first look at the table"));
  }

  @Test
  void lookbackPublishesTheWindowAndOfItTheNewestThousand() {
    hoursOfRows();
    bed.start(bed.byTime(POLL, Duration.ofMinutes(5)), "a");
    heardUpTo(ROWS - 300, ROWS);

    try (FeedFixture wide = new FeedFixture(vertx, database.options())) {
      database.run("create table %s (like %s including all)".formatted(wide.table, bed.table));
      database.run("insert into %s select * from %s".formatted(wide.table, bed.table));
      wide.start(wide.byTime(POLL, Duration.ofHours(1)), "a");
      soon().untilAsserted(() -> assertThat(wide.bids()).isEqualTo(bids(ROWS - 999, ROWS)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp, Asia/Tokyo, 2026-01-01 09:00:00, 2026-01-01T00:00:00.000Z",
    "timestamp, +09:00, 2026-01-01 09:00:00, 2026-01-01T00:00:00.000Z",
    "timestamp, -03:30, 2026-01-01 09:00:00, 2026-01-01T12:30:00.000Z",
    "timestamp, America/New_York, 2026-07-01 09:00:00, 2026-07-01T13:00:00.000Z",
    "timestamp, America/New_York, 2026-01-01 09:00:00, 2026-01-01T14:00:00.000Z",
    "timestamp, UTC, 2026-01-01 09:00:00, 2026-01-01T09:00:00.000Z",
    "timestamptz, Asia/Tokyo, 2026-01-01 09:00:00Z, 2026-01-01T09:00:00.000Z"
  })
  void aTimeWithoutZoneIsOfTheZoneOfTheFeed(String type, String zone, String row, String told) {
    FeedFixture.createByTime(database, bed.table, type, "float8");
    database.run("insert into %s values ('%s', 1, 2)".formatted(bed.table, row));
    bed.start(bed.byTime(POLL).in(Zone.parse(zone).orElseThrow()), "a");

    soon().until(() -> !bed.heard.isEmpty());
    assertThat(bed.bodies().get(0).getString("timestamp")).isEqualTo(told);
  }

  @Test
  void theWindowOfAZoneEastOfUtcFollowsItsOwnNow() {
    FeedFixture.createByTime(database, bed.table, "timestamp", "float8");
    String now = "now() at time zone 'Asia/Tokyo'";
    database.run("insert into %s values (%s, 1, 2)".formatted(bed.table, now));
    // A row of the next year must not carry the window away from those of now.
    database.run("insert into %s values (%s + interval '1 year', 2, 3)".formatted(bed.table, now));
    bed.start(bed.byTime(POLL, Duration.ofMinutes(1)).in(ZoneId.of("Asia/Tokyo")), "a");
    soon().until(() -> bed.heard.size() == 2);

    database.run(
        "insert into %s values (%s - interval '30 seconds', 3, 4)".formatted(bed.table, now));

    soon().untilAsserted(() -> assertThat(bed.bids()).containsExactly(1.0, 2.0, 3.0));
  }

  /** A row a second from the beginning of 2026, with the bids 1, 2, 3 … */
  private void hoursOfRows() {
    FeedFixture.createByTime(database, bed.table, "timestamp", "float8");
    database.run(
        "insert into %s select timestamp '2026-01-01' + n * interval '1 second', n, n + 1"
                .formatted(bed.table)
            + " from generate_series(1, %d) n".formatted(ROWS));
  }

  private void insert(int n) {
    database.run(
        "insert into %s values (timestamp '2026-01-01' + %2$d * interval '1 second', %2$d, %2$d + 1)"
            .formatted(bed.table, n));
  }

  private void heardUpTo(int first, int last) {
    soon().untilAsserted(() -> assertThat(bed.bids()).isEqualTo(bids(first, last)));
    assertThat(bed.offsets())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, last - first + 1).boxed().toList());
  }

  private List<Double> distinctBids() {
    return bed.bids().stream().distinct().toList();
  }

  private static List<Double> bids(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(n -> (double) n).toList();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
