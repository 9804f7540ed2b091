package dev.tickgate.protocol;

import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * The format of the relay of exchange streams. Commands name a stream, and publications have no
 * envelope. Of the replies, only errors and their ends are sent.
 */
public final class RelayWire implements Wire {
  private final RelayContent content;

  public RelayWire(RelayContent content) {
    this.content = content;
  }

  @Override
  public Command read(String message) {
    return ClientJson.object(message)
        .map(this::read)
        .orElseGet(() -> new Command.Refused(ErrorCode.INVALID_JSON));
  }

  private Command read(JsonObject json) {
    Object stream = json.getValue("stream");
    if (!(json.getValue("type") instanceof String type)) {
      return Commands.refused(ErrorCode.MISSING_TYPE, stream, null);
    }
    boolean isSubscribe = type.equals("subscribe");
    if (!isSubscribe && !type.equals("unsubscribe")) {
      return Commands.refused(ErrorCode.INVALID_TYPE, stream, null);
    }
    Optional<Topic> topic = stream instanceof String name ? content.topic(name) : Optional.empty();
    if (topic.isEmpty()) {
      return Commands.refused(ErrorCode.UNKNOWN_STREAM, stream, null);
    }
    return isSubscribe
        ? Commands.subscribe(topic.get().name(), null, json.getValue("maxRate"), null, null)
        : Commands.unsubscribe(topic.get().name(), null);
  }

  @Override
  public byte[] write(Publication publication) {
    return content == RelayContent.RAW ? publication.object() : publication.json();
  }

  @Override
  public byte[] writeSnapshot(Publication publication) {
    return write(publication);
  }

  @Override
  public Optional<byte[]> write(Reply reply) {
    if (reply instanceof Reply.Failure failure) {
      return Optional.of(message("error", failure.code(), failure.topic()));
    } else if (reply instanceof Reply.Trouble trouble) {
      return Optional.of(message("error", trouble.code(), trouble.topic().name()));
    } else if (reply instanceof Reply.Resumed resumed) {
      return Optional.of(message("resumed", resumed.code(), resumed.topic().name()));
    }
    return Optional.empty();
  }

  private byte[] message(String kind, ErrorCode code, String topic) {
    String text = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    JsonObject json = new JsonObject().put(kind, text);
    if (topic != null) {
      json.put("stream", content.stream(topic));
    }
    return json.toBuffer().getBytes();
  }

  @Override
  public boolean alwaysConflates() {
    return true;
  }
}
