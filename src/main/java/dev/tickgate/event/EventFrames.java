package dev.tickgate.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tickgate.market.Utc;
import dev.tickgate.transport.Framings;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;

/** Encodes the messages of an event stream. */
final class EventFrames {
  private static final byte[] EVENT = "{\"type\":\"event\",\"data\":".getBytes(UTF_8);
  private static final byte[] BATCH =
      "{\"type\":\"batch\",\"data\":{\"type\":\"BATCHED\",\"events\":[".getBytes(UTF_8);

  private EventFrames() {}

  /** The message with one event, or with a batch of several. */
  static byte[] message(List<Event> events, Instant now) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    if (events.size() == 1) {
      json.writeBytes(EVENT);
      json.writeBytes(events.get(0).body());
      json.write('}');
      return json.toByteArray();
    }
    json.writeBytes(BATCH);
    for (int i = 0; i < events.size(); i++) {
      if (i > 0) {
        json.write(',');
      }
      json.writeBytes(events.get(i).body());
    }
    String end = "],\"count\":%d,\"timestamp\":\"%s\"}}".formatted(events.size(), Utc.format(now));
    json.writeBytes(end.getBytes(UTF_8));
    return json.toByteArray();
  }

  static byte[] connected(String clientId, Instant now) {
    return new JsonObject()
        .put("type", "connected")
        .put("clientId", clientId)
        .put("timestamp", Utc.format(now))
        .toBuffer()
        .getBytes();
  }

  static byte[] heartbeat(Instant now) {
    return new JsonObject()
        .put("type", "heartbeat")
        .put("timestamp", Utc.format(now))
        .toBuffer()
        .getBytes();
  }

  /**
   * A server-sent event.
   *
   * @param id empty for none
   * @param chunked whether it is a chunk of an HTTP/1.1 body
   */
  static byte[] frame(String id, byte[] message, boolean chunked) {
    return withHead(idLine(id), message, chunked);
  }

  /** The first event of a stream, which also has the time after which the client reconnects. */
  static byte[] first(int retryMillis, String id, byte[] message, boolean chunked) {
    return withHead("retry: " + retryMillis + "\n" + idLine(id), message, chunked);
  }

  /** A server-sent event with the client's position only. */
  static byte[] position(String id, boolean chunked) {
    return whole((idLine(id) + "\n").getBytes(UTF_8), chunked);
  }

  private static String idLine(String id) {
    return id.isEmpty() ? "" : "id: " + id + "\n";
  }

  private static byte[] withHead(String head, byte[] message, boolean chunked) {
    ByteArrayOutputStream event = new ByteArrayOutputStream(head.length() + message.length + 8);
    event.writeBytes((head + "data: ").getBytes(UTF_8));
    event.writeBytes(message);
    event.write('\n');
    event.write('\n');
    return whole(event.toByteArray(), chunked);
  }

  private static byte[] whole(byte[] event, boolean chunked) {
    return chunked ? Framings.chunk(event) : event;
  }
}
