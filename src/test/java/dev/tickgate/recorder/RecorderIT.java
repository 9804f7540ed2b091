package dev.tickgate.recorder;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.Bus;
import dev.tickgate.ops.Meters;
import dev.tickgate.ops.RecorderMeters;
import dev.tickgate.recorder.RecorderSettings.Take;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Partition;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.stream.TopicPolicy;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecorderIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Topic TOPIC = new Topic("ticks.gmoFx.USD_JPY");
  private static final String FEED = "gmoFx";
  private static final String TABLE = "ticker_usd_jpy";
  private static final Instant START = Instant.parse("2026-02-16T13:05:10Z");
  private static final TopicRoutes ROUTES =
      new TopicRoutes(
          List.of(
              new TopicRoutes.Route(
                  new TopicFilter("ticks.gmoFx.*"),
                  Partition.WHOLE,
                  FEED,
                  new TopicPolicy(Delivery.LATEST, 100, Duration.ofHours(1)),
                  false,
                  true)));

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private final DatabaseFixture other = DatabaseFixture.create(vertx);
  private final Meters meters = new Meters("test");
  private final Bus bus = new Bus(vertx);
  private final QuoteLeader leader = new QuoteLeader(bus, FEED, TOPIC);

  @BeforeEach
  void lead() {
    await(leader.serve());
  }

  private String record(String node, Take take, boolean closed) {
    RecorderSettings settings = new RecorderSettings(TOPIC, TABLE, take, closed);
    Recorder recorder =
        new Recorder(
            settings,
            database.pool(),
            bus,
            ROUTES,
            node,
            new RecorderMeters(meters),
            InstantSource.system());
    int asked = leader.asked();
    String deployment = await(vertx.deployVerticle(recorder));
    // It knows where the topic stands when the second question is asked.
    await().atMost(SOON).until(() -> leader.asked() > asked + 1);
    return deployment;
  }

  private void quote(int millis, String bid) {
    leader.quote(START.plusMillis(millis), bid, "OPEN");
  }

  private double meter(String name) {
    MeterRegistry registry = meters.registry();
    return registry.get(name).meter().measure().iterator().next().getValue();
  }

  private List<String> rows() {
    if (database.run("select to_regclass('" + TABLE + "') as t").iterator().next().getValue(0)
        == null) {
      return List.of();
    }
    List<String> rows = new ArrayList<>();
    for (Row row : database.run("select time, bid, ask from " + TABLE + " order by time")) {
      rows.add(row.getValue(0) + " " + row.getValue(1) + " " + row.getValue(2));
    }
    return rows;
  }

  @Test
  void theFirstQuoteOfEachSecondIsARow() {
    record("a", Take.FIRST, false);
    quote(123, "151.245");
    quote(900, "151.246");
    quote(1_001, "151.247");
    await().atMost(SOON).until(() -> rows().size() == 2);
    assertThat(rows())
        .containsExactly("2026-02-16T13:05:10 151.245 200.5", "2026-02-16T13:05:11 151.247 200.5");
    assertThat(meter("tickgate.recorder.inserted")).isEqualTo(2);
  }

  @Test
  void theLastQuoteOfEachSecondIsARowWhereItIsTaken() {
    record("a", Take.LAST, false);
    quote(123, "151.245");
    quote(900, "151.246");
    quote(1_001, "151.247");
    await().atMost(SOON).until(() -> rows().size() == 2);
    assertThat(rows())
        .containsExactly("2026-02-16T13:05:10 151.246 200.5", "2026-02-16T13:05:11 151.247 200.5");
  }

  @Test
  void theCourseOfEachSecondIsARowWhereItIsTaken() {
    record("a", Take.OHLC, false);
    quote(123, "150");
    quote(1_001, "151.245");
    quote(1_300, "151.3");
    quote(1_600, "151.1");
    quote(1_900, "151.2");
    quote(2_000, "152");
    await().atMost(SOON).until(() -> rows().size() == 2);
    Row row =
        database
            .run("select bid, bid_open, bid_high, bid_low, ask_low from " + TABLE)
            .iterator()
            .next();
    assertThat(row.deepToString()).isEqualTo("[151.2,151.245,151.3,151.1,200.5]");
  }

  @Test
  void aClosedMarketIsRecordedWhereThatIsConfigured() {
    String open = record("a", Take.FIRST, false);
    leader.quote(START, "151.1", "CLOSE");
    leader.quote(START.plusSeconds(1), "151.2", "OPEN");
    await().atMost(SOON).until(() -> rows().size() == 1);
    assertThat(rows()).containsExactly("2026-02-16T13:05:11 151.2 200.5");
    await(vertx.undeploy(open));
    record("b", Take.FIRST, true);
    leader.quote(START.plusSeconds(2), "151.3", "CLOSE");
    await().atMost(SOON).until(() -> rows().size() == 2);
  }

  @Test
  void twoRecordersInsertEachSecondOnceAndNoQuoteThatTheBusLoses() {
    record("a", Take.FIRST, false);
    record("b", Take.FIRST, false);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(leader.wanting()).containsExactlyInAnyOrder("a/recorder", "b/recorder"));
    for (int second = 0; second < 30; second++) {
      if (second % 3 == 0) {
        leader.lost(START.plusSeconds(second), "151." + second, "OPEN");
      } else {
        quote(second * 1_000, "151." + second);
      }
    }
    await().atMost(SOON).until(() -> rows().size() == 30);
    assertThat(meter("tickgate.recorder.inserted")).isEqualTo(30);
  }

  @Test
  void aNewLeaderContinues() {
    record("a", Take.FIRST, false);
    quote(0, "151.1");
    leader.restart();
    quote(1_000, "151.2");
    quote(2_000, "151.3");
    await().atMost(SOON).until(() -> rows().size() == 3);
  }

  @Test
  void theDemandEndsWithTheRecorder() {
    String recorder = record("a", Take.FIRST, false);
    await().atMost(SOON).until(() -> leader.wanting().contains("a/recorder"));
    quote(0, "151.1");
    await(vertx.undeploy(recorder));
    await().atMost(SOON).until(() -> leader.wanting().isEmpty());
  }

  @Test
  void aMinuteOfRowsWaitsForTheDatabaseAndOlderOnesAreCounted() {
    record("a", Take.FIRST, false);
    quote(0, "151.1");
    await().atMost(SOON).until(() -> rows().size() == 1);
    String name = database.options().getDatabase();
    other.run("alter database " + name + " allow_connections false");
    other.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
    for (int second = 1; second <= 75; second++) {
      quote(second * 1_000, "151." + second);
    }
    await().atMost(SOON).until(() -> meter("tickgate.recorder.dropped") == 15);
    assertThat(meter("tickgate.recorder.waiting")).isEqualTo(60);
    other.run("alter database " + name + " allow_connections true");
    await().atMost(SOON).until(() -> meter("tickgate.recorder.waiting") == 0);
    assertThat(rows()).hasSize(61);
    assertThat(meter("tickgate.recorder.inserted")).isEqualTo(61);
  }
}
