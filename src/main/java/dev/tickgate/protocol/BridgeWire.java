package dev.tickgate.protocol;

import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The protocol of the Vert.x event-bus bridge, as its stock browser client implements it. The
 * address is the name of a topic. Registrations are not acknowledged, and pings are not answered.
 */
public final class BridgeWire implements Wire {
  /** The address of commands of features, such as rooms. */
  private static final String COMMANDS = "tickgate.commands";

  private static final int REFUSED = 1;
  private static final byte[] LIVE_END = utf8("}");
  private static final byte[] SNAPSHOT_END = utf8(",\"headers\":{\"snapshot\":\"true\"}}");

  @Override
  public Command read(String message) {
    return ClientJson.object(message)
        .map(json -> read(json, message))
        .orElseGet(() -> new Command.Refused(ErrorCode.INVALID_JSON));
  }

  private static Command read(JsonObject json, String message) {
    if (!(json.getValue("type") instanceof String type)) {
      return new Command.Refused(ErrorCode.MISSING_TYPE);
    }
    Command command = command(json, type, message);
    // The stock client can send a token in headers only, and sends it with each message.
    return command instanceof Command.Authenticate
        ? command
        : token(json).<Command>map(token -> new Command.With(token, command)).orElse(command);
  }

  private static Command command(JsonObject json, String type, String message) {
    return switch (type) {
      case "auth" -> new Command.Authenticate(token(json).orElse(new Token("")));
      case "ping" -> new Command.Ping(null);
      case "register" ->
          Commands.subscribe(
              json.getValue("address"),
              header(json, "since"),
              header(json, "maxRate"),
              header(json, "delta"),
              null);
      case "unregister" -> Commands.unsubscribe(json.getValue("address"), null);
      // A client publishes where a rule allows it; it cannot reach other services of the bus.
      case "send", "publish" ->
          COMMANDS.equals(json.getValue("address"))
              ? custom(json, message)
              : Commands.publish(
                  json.getValue("address"),
                  header(json, "key"),
                  RawJson.field(message, "body"),
                  Commands.id(json.getValue("replyAddress")));
      default -> new Command.Refused(ErrorCode.INVALID_TYPE);
    };
  }

  /** Reads a command of a feature, which is the body of a message to {@link #COMMANDS}. */
  private static Command custom(JsonObject json, String message) {
    Object id = Commands.id(json.getValue("replyAddress"));
    if (!(json.getValue("body") instanceof JsonObject fields)) {
      return Commands.refused(ErrorCode.INVALID_JSON, COMMANDS, id);
    }
    return fields.getValue("type") instanceof String type
        ? Commands.custom(type, fields, RawJson.field(message, "body").orElseThrow(), COMMANDS, id)
        : Commands.refused(ErrorCode.MISSING_TYPE, COMMANDS, id);
  }

  /** Returns the token in the headers; an invalid one where they have several different tokens. */
  private static Optional<Token> token(JsonObject json) {
    Set<Token> tokens = new HashSet<>();
    for (Object value : headers(json, "Authorization")) {
      if (value instanceof String text) {
        Token.ofHeader(text).ifPresent(tokens::add);
      }
    }
    for (Object value : headers(json, "token")) {
      // A client that is signed out may send null.
      if (value == Commands.INVALID) {
        continue;
      }
      tokens.add(new Token(value instanceof String text ? text : ""));
    }
    return tokens.size() > 1 ? Optional.of(new Token("")) : tokens.stream().findFirst();
  }

  /**
   * The value of a header; several values are a set, which is not a text and is therefore refused.
   */
  private static Object header(JsonObject json, String name) {
    Set<Object> values = headers(json, name);
    return values.size() > 1 ? values : values.stream().findFirst().orElse(null);
  }

  /** The values of a header, whose name may be written in any case. */
  private static Set<Object> headers(JsonObject json, String name) {
    return json.getValue("headers") instanceof JsonObject headers
        ? headers.fieldNames().stream()
            .filter(name::equalsIgnoreCase)
            .map(given -> Commands.given(headers, given))
            .collect(Collectors.toSet())
        : Set.of();
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
  public Optional<byte[]> writeDelta(Publication publication, String patch) {
    byte[] body = JsonWire.delta(publication, patch);
    return Optional.of(rec(publication.topic(), body, LIVE_END));
  }

  @Override
  public Optional<byte[]> write(Reply reply) {
    if (reply instanceof Reply.Failure failure) {
      return Optional.of(failure(failure));
    } else if (reply instanceof Reply.Trouble trouble) {
      return Optional.of(rec(trouble.topic(), body(reply), LIVE_END));
    } else if (reply instanceof Reply.Resumed resumed) {
      return Optional.of(rec(resumed.topic(), body(reply), LIVE_END));
    } else if (reply instanceof Reply.Subscribed subscribed) {
      // Only a client that gave a position waits for this answer.
      return subscribed.resumption().map(r -> rec(subscribed.topic(), body(reply), LIVE_END));
    } else if (reply instanceof Reply.Published published) {
      // Only a client that asked for a reply waits for one.
      return published.id() instanceof String address
          ? Optional.of(rec(address, position(published), LIVE_END))
          : Optional.empty();
    } else if (reply instanceof Reply.Done done) {
      return done.id() instanceof String address
          ? Optional.of(rec(address, body(new Reply.Done(null, done.given())), LIVE_END))
          : Optional.empty();
    } else if (reply instanceof Reply.Message message) {
      return Optional.of(rec(message.topic(), body(message), LIVE_END));
    } else if (reply instanceof Reply.Authenticated || reply instanceof Reply.AuthExpiring) {
      return Optional.of(event(JsonWire.toJson(reply)));
    }
    return Optional.empty();
  }

  private static byte[] position(Reply.Published published) {
    return new JsonObject()
        .put("topic", published.topic().name())
        .put("epoch", published.position().epoch())
        .put("offset", published.position().offset())
        .toBuffer()
        .getBytes();
  }

  // The stock client passes a failure with an address to the callback of the request, and other
  // failures to its "onerror".
  private static byte[] failure(Reply.Failure refused) {
    JsonObject err = new JsonObject().put("type", "err").put("body", refused.code().bridgeBody());
    if (refused.id() instanceof String address) {
      err.put("address", address)
          .put("failureCode", REFUSED)
          .put("failureType", "RECIPIENT_FAILURE")
          .put("message", refused.code().name())
          .put("reason", refused.sentence());
    } else if (refused.topic() != null) {
      err.put("topic", refused.topic());
    }
    return err.toBuffer().getBytes();
  }

  // The stock client passes it to its "onevent".
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
    return rec(topic.name(), body, end);
  }

  private static byte[] rec(String address, byte[] body, byte[] end) {
    byte[] start = utf8("{\"type\":\"rec\",\"address\":" + Json.encode(address) + ",\"body\":");
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
