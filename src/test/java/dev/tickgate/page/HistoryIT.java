package dev.tickgate.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.WsClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A history by time, of a node that remembers a second of it. */
class HistoryIT {
  private static final int PER_SECOND = 20;
  private static final int SECONDS = 500;
  private static final int ROWS = PER_SECOND * SECONDS;

  @Fixture
  private static final PageFixture bed =
      new PageFixture(null, Map.of("TICKGATE_HISTORY_SIZE", Integer.toString(PER_SECOND)));

  private static Http http;
  private static Instant newest;

  @BeforeAll
  static void start() {
    http = new Http(bed.port());
    newest = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    try (WsClient stream = new WsClient(bed.vertx(), bed.port(), "/ws/ticker_usd_jpy")) {
      // In batches: a first look takes the newest thousand only.
      bed.insert(150.000, 150.002, Duration.ofHours(2));
      await().until(() -> stream.offsets().contains(1L));
      bed.run(
          """
          insert into ticker_usd_jpy
          select timestamp '%s' - ago * interval '50 ms', 151 + ago %% 7 * 0.001, 151.002 + ago %% 7 * 0.001
          from generate_series(%d, 0, -1) ago
          """
              .formatted(newest.toString().replace("Z", ""), ROWS - 1));
      await().until(() -> stream.offsets().contains((long) ROWS + 1));
    }
  }

  @Test
  void aSpanOfTimeIsWholeHoweverManyRowsItHasAndHoweverFewAreRemembered() {
    JsonObject history = ask(newest.minusSeconds(300), newest.plusMillis(1), 300);

    List<JsonObject> points = points(history);
    assertThat(history.getBoolean("complete")).isTrue();
    assertThat(history.getInteger("interval")).isEqualTo(1001);
    assertThat(points).hasSizeBetween(299, 302);
    assertThat(Instant.parse(points.get(0).getString("first")))
        .isCloseTo(newest.minusSeconds(300), within(1001, ChronoUnit.MILLIS));
    assertThat(points.get(points.size() - 1).getString("last")).startsWith(text(newest));
    assertThat(points.stream().mapToInt(point -> point.getInteger("count")).sum())
        .isBetween(300 * PER_SECOND, 302 * PER_SECOND);
    // But for the ends, which may be less than the seven rows of a wave.
    assertThat(points.subList(1, points.size() - 1))
        .allMatch(point -> point.getDouble("high") == 151.007)
        .allMatch(point -> point.getDouble("low") == 151.001);
    assertThat(points)
        .allSatisfy(
            point ->
                assertThat(point.getDouble("open"))
                    .isCloseTo(midAt(Instant.parse(point.getString("first"))), within(1e-9)));
  }

  @Test
  void aSpanThatEndedIsReadFromTheJournal() {
    JsonObject history = ask(newest.minusSeconds(400), newest.minusSeconds(200), 20);

    assertThat(points(history)).hasSizeBetween(20, 21);
    assertThat(points(history).stream().mapToInt(point -> point.getInteger("count")).sum())
        .isBetween(200 * PER_SECOND, 211 * PER_SECOND);
  }

  @Test
  void whatIsRememberedIsInTheSpanAtOnce() {
    Instant now = Instant.now();
    ask(now.minusSeconds(60), now, 60);
    bed.insert(152.5, 152.502);

    await()
        .until(
            () ->
                points(ask(now.minusSeconds(60), Instant.now().plusSeconds(1), 60)).stream()
                    .anyMatch(point -> point.getDouble("mid") == 152.501));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to=2026-01-01T00:00:00Z&points=900",
        "points=5",
        "from=yesterday&points=900",
        "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z&points=900",
        "from=2020-01-01T00:00:00Z&points=900",
        "from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&points=0",
        "from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&points=5001",
        "from=-999999999-01-01T00:00:00Z&to=%2B999999999-12-31T00:00:00Z&points=900",
      })
  void aSpanThatIsNoneIsRefused(String query) {
    HttpResponse<String> answer = http.get("/api/ticks/USD_JPY?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("INVALID_RANGE");
  }

  private static JsonObject ask(Instant from, Instant to, int points) {
    String query = "/api/ticks/USD_JPY?from=%s&to=%s&points=%d".formatted(from, to, points);
    return new JsonObject(http.get(query).body());
  }

  private static List<JsonObject> points(JsonObject history) {
    JsonArray points = history.getJsonArray("points");
    return points.stream().map(JsonObject.class::cast).toList();
  }

  private static double midAt(Instant time) {
    long ago = Duration.between(time, newest).toMillis() / 50;
    return 151.001 + ago % 7 * 0.001;
  }

  private static String text(Instant time) {
    return time.toString().substring(0, 19);
  }
}
