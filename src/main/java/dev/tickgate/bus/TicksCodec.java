package dev.tickgate.bus;

import dev.tickgate.stream.Topic;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** Encodes the questions of gateways for ticks, and the answers. */
final class TicksCodec {
  private TicksCodec() {}

  static JsonObject encode(TicksRequest request) {
    JsonObject json =
        new JsonObject().put("topic", request.topic().name()).put("limit", request.limit());
    request.from().ifPresent(from -> json.put("from", from.toEpochMilli()));
    request.to().ifPresent(to -> json.put("to", to.toEpochMilli()));
    request.after().ifPresent(after -> json.put("after", after.toString()));
    return json;
  }

  static TicksRequest request(String feed, JsonObject json) {
    return new TicksRequest(
        feed,
        new Topic(json.getString("topic")),
        time(json.getLong("from")),
        time(json.getLong("to")),
        TickCursor.parse(json.getString("after")),
        json.getInteger("limit"));
  }

  private static Optional<Instant> time(Long millis) {
    return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
  }

  static JsonObject encode(TicksPage page) {
    JsonObject json = new JsonObject().put("ticks", page.ticks()).put("expired", page.expired());
    page.next().ifPresent(next -> json.put("next", next.toString()));
    return json;
  }

  static TicksPage page(JsonObject json) {
    return new TicksPage(
        json.getString("ticks"),
        TickCursor.parse(json.getString("next")),
        json.getBoolean("expired"));
  }
}
