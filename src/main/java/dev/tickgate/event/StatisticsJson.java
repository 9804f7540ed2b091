package dev.tickgate.event;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.stream.Stream;

/** The answer of {@code /api/realtime/stats}. */
final class StatisticsJson {
  private StatisticsJson() {}

  /**
   * @param summary the summary of the tables for that number of days
   */
  static JsonObject of(JsonObject summary, int days) {
    LocalDate today = LocalDate.parse(summary.getString("today"));
    LocalDate first = today.minusDays(days - 1L);
    JsonArray published = summary.getJsonArray("published");
    JsonArray delivered = summary.getJsonArray("delivered");
    JsonArray connects = summary.getJsonArray("connects");
    JsonObject byDate = new JsonObject();
    first
        .datesUntil(today.plusDays(1))
        .map(LocalDate::toString)
        .forEach(
            day -> byDate.put(day, day(of(published, day), of(delivered, day), of(connects, day))));
    long totalPublished = sum(rows(published), "published");
    long totalDelivered = sum(rows(delivered), "delivered");
    return new JsonObject()
        .put("activeConnections", summary.getLong("active"))
        .put("totalConnections", sum(rows(connects), "opened"))
        .put("totalPublished", totalPublished)
        .put("totalDelivered", totalDelivered)
        .put("deliveryRate", totalPublished == 0 ? 1 : (double) totalDelivered / totalPublished)
        .put("byDate", byDate)
        .put(
            "period",
            new JsonObject()
                .put("from", first.toString())
                .put("to", today.toString())
                .put("days", days));
  }

  private static JsonObject day(JsonArray published, JsonArray delivered, JsonArray connects) {
    long opened = sum(rows(connects), "opened");
    long measured = sum(rows(delivered), "measured");
    JsonObject day =
        new JsonObject()
            .put("published", sum(rows(published), "published"))
            .put("delivered", sum(rows(delivered), "delivered"))
            .put("connections", opened)
            .put("reconnectRate", ratio(sum(rows(connects), "resumed"), opened))
            .put("meanLatencyMs", ratio(sum(rows(delivered), "latency_ms"), measured));
    byType(day, published, "published");
    byType(day, delivered, "delivered");
    return day;
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static void byType(JsonObject day, JsonArray counts, String name) {
    rows(counts).forEach(row -> day.put(name + ":" + row.getString("type"), row.getLong(name)));
  }

  private static JsonArray of(JsonArray all, String day) {
    JsonArray found = new JsonArray();
    rows(all).filter(row -> row.getString("day").equals(day)).forEach(found::add);
    return found;
  }

  private static Stream<JsonObject> rows(JsonArray rows) {
    return rows.stream().map(JsonObject.class::cast);
  }

  private static long sum(Stream<JsonObject> rows, String name) {
    return rows.mapToLong(row -> row.getLong(name)).sum();
  }
}
