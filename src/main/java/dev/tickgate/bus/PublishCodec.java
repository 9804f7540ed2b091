package dev.tickgate.bus;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Encodes requests to publish. Bodies are texts, so that they are committed as they were given. */
final class PublishCodec {
  private PublishCodec() {}

  static JsonObject encode(PublishRequest request) {
    return new JsonObject()
        .put("topic", request.topic().name())
        .put("key", request.key())
        .put("bodies", new JsonArray(new ArrayList<>(request.bodies())))
        .put("each", new JsonArray(new ArrayList<>(request.each())));
  }

  static PublishRequest request(String feed, JsonObject json) {
    return new PublishRequest(
        feed,
        new Topic(json.getString("topic")),
        json.getString("key"),
        texts(json.getJsonArray("bodies")),
        texts(json.getJsonArray("each", new JsonArray())));
  }

  private static List<String> texts(JsonArray array) {
    return array.stream().map(String.class::cast).toList();
  }

  static JsonObject encode(PublishReply reply) {
    JsonObject json = new JsonObject();
    if (reply instanceof PublishReply.Published published) {
      json.put("positions", positions(published.positions()));
    }
    return json;
  }

  static PublishReply reply(JsonObject json) {
    return json.containsKey("positions")
        ? new PublishReply.Published(
            json.getJsonArray("positions").stream()
                .map(JsonObject.class::cast)
                .map(at -> new Position(at.getLong("epoch"), at.getLong("offset")))
                .toList())
        : new PublishReply.KeyOfAnotherTopic();
  }

  private static JsonArray positions(List<Position> positions) {
    JsonArray all = new JsonArray();
    positions.forEach(position -> all.add(json(position)));
    return all;
  }

  private static JsonObject json(Position position) {
    return new JsonObject().put("epoch", position.epoch()).put("offset", position.offset());
  }

  /** Reads the message of a service, which may be invalid. */
  static ServicePublication servicePublication(Object message) {
    if (!(message instanceof JsonObject json)) {
      return new ServicePublication("", Optional.empty(), List.of(), false, false);
    }
    String topic = json.getValue("topic") instanceof String name ? name : "";
    // A key that is not a text becomes an empty one, which is invalid.
    Optional<String> key =
        Optional.ofNullable(json.getValue("key"))
            .map(given -> given instanceof String text ? text : "");
    boolean isAmbiguous = json.containsKey("payload") && json.containsKey("payloads");
    return json.getValue("payloads") instanceof JsonArray payloads
        ? new ServicePublication(
            topic, key, payloads.stream().map(BusCodec::text).toList(), true, isAmbiguous)
        : new ServicePublication(
            topic, key, List.of(BusCodec.text(json.getValue("payload"))), false, isAmbiguous);
  }

  static JsonObject encode(ServicePublication asked, List<Position> positions) {
    JsonObject json = new JsonObject().put("topic", asked.topic());
    return asked.isBatch()
        ? json.put("publications", positions(positions))
        : json.mergeIn(json(positions.get(0)));
  }
}
