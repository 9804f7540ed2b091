package dev.tickgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tickgate.market.Utc;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** Plain JSON objects, distinguished by {@code type}: see {@code docs/protocol.md}. */
public final class JsonWire implements Wire {
  @Override
  public Command read(String message) {
    return ClientJson.object(message)
        .map(json -> read(json, message))
        .orElseGet(() -> new Command.Refused(ErrorCode.INVALID_JSON));
  }

  private static Command read(JsonObject json, String message) {
    Object topic = json.getValue("topic");
    Object id = Commands.id(json.getValue("id"));
    if (!(json.getValue("type") instanceof String type)) {
      return Commands.refused(ErrorCode.MISSING_TYPE, topic, id);
    }
    return switch (type) {
      case "subscribe" ->
          Commands.subscribe(
              topic,
              Commands.given(json, "since"),
              typed(json, "maxRate", Number.class),
              typed(json, "delta", Boolean.class),
              id);
      case "unsubscribe" -> Commands.unsubscribe(topic, id);
      case "publish" ->
          Commands.publish(
              topic, Commands.given(json, "key"), RawJson.field(message, "payload"), id);
      case "ping" -> new Command.Ping(id);
      case "auth" -> Commands.authenticate(json.getValue("token"));
      default -> Commands.custom(type, json, message, topic, id);
    };
  }

  // Rejects a text in place of a number or a boolean; only headers of the bridge are texts.
  private static Object typed(JsonObject json, String name, Class<?> type) {
    Object value = Commands.given(json, name);
    return value == null || type.isInstance(value) ? value : Commands.INVALID;
  }

  @Override
  public byte[] write(Publication publication) {
    return publication.json();
  }

  @Override
  public byte[] writeSnapshot(Publication publication) {
    return publication.json();
  }

  @Override
  public Optional<byte[]> writeDelta(Publication publication, String patch) {
    return Optional.of(delta(publication, patch));
  }

  static byte[] delta(Publication publication, String patch) {
    Position position = publication.position();
    // The letters of a topic's name need no escape.
    return "{\"type\":\"delta\",\"topic\":\"%s\",\"epoch\":%d,\"offset\":%d,\"patch\":%s}"
        .formatted(publication.topic(), position.epoch(), position.offset(), patch)
        .getBytes(UTF_8);
  }

  @Override
  public Optional<byte[]> write(Reply reply) {
    return Optional.of(toJson(reply).toBuffer().getBytes());
  }

  static JsonObject toJson(Reply reply) {
    if (reply instanceof Reply.Heartbeat heartbeat) {
      return message("heartbeat").put("timestamp", Utc.format(heartbeat.at()));
    } else if (reply instanceof Reply.Pong pong) {
      return answering(message("pong").put("timestamp", Utc.format(pong.at())), pong.id());
    } else if (reply instanceof Reply.Failure failure) {
      return toJson(failure);
    } else if (reply instanceof Reply.Trouble trouble) {
      return error(trouble.code(), trouble.code().sentence(), trouble.at())
          .put("topic", trouble.topic().name());
    } else if (reply instanceof Reply.Resumed resumed) {
      return message("resumed")
          .put("code", resumed.code().name())
          .put("topic", resumed.topic().name())
          .put("timestamp", Utc.format(resumed.at()));
    } else if (reply instanceof Reply.Subscribed subscribed) {
      return toJson(subscribed);
    } else if (reply instanceof Reply.Published published) {
      JsonObject json = message("published").put("topic", published.topic().name());
      return answering(putPosition(json, published.position()), published.id());
    } else if (reply instanceof Reply.Unsubscribed unsubscribed) {
      return message("unsubscribed").put("topic", unsubscribed.topic().name());
    }
    return rights(reply);
  }

  private static JsonObject rights(Reply reply) {
    if (reply instanceof Reply.Authenticated known) {
      JsonObject json = message("authenticated").put("subject", known.subject());
      known.expires().ifPresent(end -> json.put("expires_at", Utc.format(end)));
      return json;
    } else if (reply instanceof Reply.AuthExpiring expiring) {
      return message("auth_expiring").put("expires_in", expiring.seconds());
    } else if (reply instanceof Reply.Done done) {
      return answering(message("ack"), done.id());
    } else if (reply instanceof Reply.Message message) {
      return message.body();
    }
    throw new IllegalStateException("no words for " + reply);
  }

  private static JsonObject toJson(Reply.Failure failure) {
    JsonObject json = error(failure.code(), failure.sentence(), failure.at());
    if (failure.topic() != null) {
      json.put("topic", failure.topic());
    }
    return answering(json, failure.id());
  }

  private static JsonObject toJson(Reply.Subscribed subscribed) {
    JsonObject json = message("subscribed").put("topic", subscribed.topic().name());
    subscribed.head().ifPresent(head -> putPosition(json, head));
    subscribed
        .resumption()
        .ifPresent(r -> json.put("recovered", r.recovered()).put("replayed", r.replayed()));
    return json;
  }

  private static JsonObject answering(JsonObject json, Object id) {
    return id == null ? json : json.put("id", id);
  }

  private static JsonObject putPosition(JsonObject json, Position position) {
    return json.put("epoch", position.epoch()).put("offset", position.offset());
  }

  private static JsonObject error(ErrorCode code, String sentence, Instant at) {
    return message("error")
        .put("code", code.name())
        .put("message", sentence)
        .put("timestamp", Utc.format(at));
  }

  private static JsonObject message(String type) {
    return new JsonObject().put("type", type);
  }
}
