package dev.tickgate.protocol;

import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The protocol of the Vert.x event-bus bridge, as its stock browser client speaks it. There a
 * topic's name is the address; registering is not acknowledged, and a ping is not answered.
 */
public final class BridgeWire implements Wire {
  private static final byte[] LIVE_END = utf8("}");
  private static final byte[] SNAPSHOT_END = utf8(",\"headers\":{\"snapshot\":\"true\"}}");

  @Override
  public Command read(String message) {
    JsonObject json;
    try {
      json = new JsonObject(message);
    } catch (DecodeException | ClassCastException e) {
      return new Command.Refused(ErrorCode.INVALID_JSON);
    }
    if (!(json.getValue("type") instanceof String type)) {
      return new Command.Refused(ErrorCode.MISSING_TYPE);
    }
    Command command = command(json, type);
    // The stock client can say it in headers only, and says it with each message.
    return command instanceof Command.Authenticate
        ? command
        : token(json).<Command>map(token -> new Command.With(token, command)).orElse(command);
  }

  private static Command command(JsonObject json, String type) {
    return switch (type) {
      case "auth" -> new Command.Authenticate(token(json).orElse(new Token("")));
      case "ping" -> new Command.Ping();
      case "register" ->
          Commands.subscribe(
              json.getValue("address"), header(json, "since"), header(json, "maxRate"));
      case "unregister" -> Commands.unsubscribe(json.getValue("address"));
      // Browsers hear; they do not talk to the bus.
      case "send", "publish" -> new Command.Refused(ErrorCode.ACCESS_DENIED);
      default -> new Command.Refused(ErrorCode.INVALID_TYPE);
    };
  }

  private static Optional<Token> token(JsonObject json) {
    Optional<Token> bearer =
        header(json, "Authorization") instanceof String text
            ? Token.ofHeader(text)
            : Optional.empty();
    Optional<Token> plain =
        Optional.ofNullable(header(json, "token"))
            .map(token -> new Token(token instanceof String text ? text : ""));
    boolean differ = bearer.isPresent() && plain.isPresent() && !bearer.equals(plain);
    return differ ? Optional.of(new Token("")) : bearer.or(() -> plain);
  }

  private static Object header(JsonObject json, String name) {
    return json.getValue("headers") instanceof JsonObject headers ? headers.getValue(name) : null;
  }

  @Override
  public byte[] write(Publication publication) {
    return rec(publication.topic(), publication.json(), LIVE_END);
  }

  @Override
  public byte[] writeSnapshot(Publication publication) {
    return rec(publication.topic(), publication.json(), SNAPSHOT_END);
  }

  @Override
  public Optional<byte[]> write(Reply reply) {
    if (reply instanceof Reply.Failure failure) {
      JsonObject err = new JsonObject().put("type", "err").put("body", failure.code().bridgeBody());
      return Optional.of(err.toBuffer().getBytes());
    } else if (reply instanceof Reply.Trouble trouble) {
      return Optional.of(rec(trouble.topic(), body(reply), LIVE_END));
    } else if (reply instanceof Reply.Subscribed subscribed) {
      // Only who gave a position waits for this answer.
      return subscribed.resumption().map(r -> rec(subscribed.topic(), body(reply), LIVE_END));
    } else if (reply instanceof Reply.Authenticated || reply instanceof Reply.AuthExpiring) {
      return Optional.of(event(JsonWire.toJson(reply)));
    }
    return Optional.empty();
  }

  // The stock client hands it to its "onevent".
  private static byte[] event(JsonObject message) {
    return new JsonObject()
        .put("type", "event")
        .put("event", message.getString("type"))
        .put("message", message)
        .toBuffer()
        .getBytes();
  }

  private static byte[] body(Reply reply) {
    return JsonWire.toJson(reply).toBuffer().getBytes();
  }

  private static byte[] rec(Topic topic, byte[] body, byte[] end) {
    byte[] start =
        utf8("{\"type\":\"rec\",\"address\":" + Json.encode(topic.name()) + ",\"body\":");
    ByteArrayOutputStream out = new ByteArrayOutputStream(start.length + body.length + end.length);
    out.writeBytes(start);
    out.writeBytes(body);
    out.writeBytes(end);
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
