package dev.tickgate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.ClusterFixture;
import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Candles of a real table in a cluster of two pollers and a gateway that has no database, compared
 * with those that SQL computes of the rows, after late rows, a killed leader, and restarts.
 */
class CandlesIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final String RULES =
      "[{topics: \"ticks.*\", read: anybody}, {topics: \"candles.*\", read: anybody}]";
  private static final Map<String, String> SETTINGS =
      Map.of("TICKGATE_CANDLES_ENABLED", "true", "TICKGATE_ACCESS_RULES", RULES);

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  @Fixture private static final ClusterFixture cluster = new ClusterFixture(database.url());
  private static final Map<String, Long> INTERVALS =
      Map.of(
          "1s", 1L, "1m", 60L, "5m", 300L, "15m", 900L, "30m", 1_800L, "1h", 3_600L, "4h", 14_400L);
  private static final Random RANDOM = new Random(17);
  private static Member leader;
  private static Member standby;
  private static Member gateway;
  private static Http http;

  @BeforeAll
  static void start() {
    database.run(
        "create table ticker_usd_jpy (time timestamp(3) primary key, bid numeric, ask numeric)");
    leader = cluster.poller(SETTINGS).awaitReady();
    standby = cluster.poller(SETTINGS).awaitReady();
    gateway = cluster.gateway(SETTINGS);
    insert(50);
    gateway.awaitReady();
    http = new Http(gateway.port());
  }

  @AfterAll
  static void noTickWasMissed() {
    assertThat(standby.metrics()).contains("tickgate_candle_missed_total 0.0");
  }

  /** Rows of now, every third of them up to four minutes late. */
  private static void insert(int count) {
    IntStream.range(0, count)
        .forEach(
            n ->
                database.run(
                    """
                    insert into ticker_usd_jpy
                    values ((clock_timestamp() - %d * interval '1 millisecond') at time zone 'UTC',
                      %d / 1000.0, %d / 1000.0)
                    on conflict do nothing
                    """
                        .formatted(
                            n % 3 == 0 ? RANDOM.nextInt(240_000) : 0,
                            151_000 + RANDOM.nextInt(500),
                            151_500 + RANDOM.nextInt(500))));
  }

  /** All candles by SQL, from the rows. */
  private static List<String> computed(long seconds, String price) {
    List<String> lines = new ArrayList<>();
    database
        .run(
            """
            select to_char(date_bin('%1$d seconds', time, timestamp '1970-01-01'),
                'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
              (array_agg(p order by time))[1] as open, max(p) as high, min(p) as low,
              (array_agg(p order by time desc))[1] as close, count(*) as ticks
            from (select time, %2$s as p from ticker_usd_jpy) t group by 1 order by 1
            """
                .formatted(seconds, price))
        .forEach(
            row ->
                lines.add(
                    line(
                        row.getString("at"),
                        row.getBigDecimal("open"),
                        row.getBigDecimal("high"),
                        row.getBigDecimal("low"),
                        row.getBigDecimal("close"),
                        row.getLong("ticks"))));
    return lines;
  }

  private static String line(
      String time, BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal close, long ticks) {
    StringBuilder line = new StringBuilder(time);
    for (BigDecimal price : List.of(open, high, low, close)) {
      line.append(' ').append(price.stripTrailingZeros().toPlainString());
    }
    return line.append(' ').append(ticks).toString();
  }

  private static String line(JsonObject candle) {
    return line(
        candle.getString("time"),
        price(candle, "open"),
        price(candle, "high"),
        price(candle, "low"),
        price(candle, "close"),
        candle.getLong("ticks"));
  }

  private static BigDecimal price(JsonObject candle, String field) {
    return new BigDecimal(candle.getValue(field).toString());
  }

  /** All pages of the call. */
  private static List<JsonObject> served(String interval, String price, int limit) {
    List<JsonObject> candles = new ArrayList<>();
    String from = "2020-01-01T00:00:00Z";
    while (from != null) {
      HttpResponse<String> answer =
          http.get(
              "/api/ticks/USD_JPY/candles?interval=%s&price=%s&limit=%d&from=%s"
                  .formatted(interval, price, limit, from));
      // 503 while the poller that is asked has just been killed: to be repeated.
      assertThat(answer.statusCode()).isEqualTo(200);
      JsonObject page = new JsonObject(answer.body());
      JsonArray array = page.getJsonArray("candles");
      assertThat(array.size()).isLessThanOrEqualTo(limit);
      array.forEach(candle -> candles.add((JsonObject) candle));
      from = page.getString("next");
    }
    return candles;
  }

  private static void servedAreThoseOfTheRows() {
    Map<String, String> prices = Map.of("bid", "bid", "ask", "ask", "mid", "(bid + ask) / 2");
    INTERVALS.forEach(
        (interval, seconds) ->
            prices.forEach(
                (side, price) ->
                    await()
                        .atMost(LIMIT)
                        .untilAsserted(
                            () ->
                                assertThat(served(interval, side, 40).stream().map(CandlesIT::line))
                                    .as("%s %s", interval, side)
                                    .isEqualTo(computed(seconds, price)))));
  }

  @Test
  void theyAreThoseOfTheRowsAfterLateRowsAndTakeoversAndRestarts() {
    insert(60);
    servedAreThoseOfTheRows();

    IntStream.range(0, 3)
        .forEach(
            kill -> {
              insert(20);
              leader.process().kill();
              insert(40);
              leader = standby;
              standby = cluster.poller(SETTINGS);
              insert(40);
              servedAreThoseOfTheRows();
              standby.awaitReady();
            });

    leader.process().terminate();
    standby.process().terminate();
    leader.process().awaitExit(LIMIT);
    standby.process().awaitExit(LIMIT);
    insert(30);
    leader = cluster.poller(SETTINGS).awaitReady();
    standby = cluster.poller(SETTINGS).awaitReady();
    insert(10);
    servedAreThoseOfTheRows();
  }

  @Test
  void aSubscriberSeesCandlesFormAndClose() {
    try (WsClient client = new WsClient(vertx, gateway.port(), "/ws")) {
      client.send("{\"type\":\"subscribe\",\"topic\":\"candles.USD_JPY.1s.bid\"}");
      await().atMost(LIMIT).until(() -> !client.messages("candle").isEmpty());

      insert(1);
      insert(30);
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                List<JsonObject> seen = client.messages("candle");
                JsonObject newest = seen.get(seen.size() - 1);
                List<String> truth = computed(1, "bid");
                assertThat(newest.getBoolean("closed")).isTrue();
                assertThat(line(newest)).isEqualTo(truth.get(truth.size() - 1));
              });

      JsonObject candle = client.messages("candle").get(0);
      assertThat(candle.fieldNames())
          .containsExactlyInAnyOrder(
              "type",
              "symbol",
              "interval",
              "price",
              "time",
              "open",
              "high",
              "low",
              "close",
              "ticks",
              "closed",
              "epoch",
              "offset");
      assertThat(candle.getString("symbol")).isEqualTo("USD_JPY");
      assertThat(candle.getString("interval")).isEqualTo("1s");
      assertThat(candle.getString("price")).isEqualTo("bid");
    }
  }

  @Test
  void aDayIsThatOfNewYork() {
    List<JsonObject> days = served("1d", "mid", 10);

    assertThat(days).isNotEmpty();
    assertThat(days)
        .allSatisfy(
            day ->
                assertThat(
                        Instant.parse(day.getString("time"))
                            .atZone(ZoneId.of("America/New_York"))
                            .toLocalTime())
                    .hasToString("17:00"));
  }
}
