package dev.tickgate.replica;

import dev.tickgate.hub.Session;
import dev.tickgate.protocol.Disconnect;
import dev.tickgate.stream.Topic;
import dev.tickgate.transport.Frame;
import dev.tickgate.transport.Transport;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A subscriber that checks the order of the publications it receives, and collects differences. */
final class CheckedSubscriber implements Transport {
  private static final long UNKNOWN = -1;

  final Topic topic;
  final List<String> problems = new ArrayList<>();
  Session session;
  boolean left;
  boolean subscribed;
  // The offset of the newest publication that it has received, or follows.
  long last = -1;
  private long epoch;
  // Of the newest publication; each names the one before it.
  private long number = UNKNOWN;

  CheckedSubscriber(Topic topic) {
    this.topic = topic;
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void write(Frame frame) {
    frame.messages().forEach(message -> received(json(message)));
  }

  // Behind the header of a WebSocket frame.
  private static JsonObject json(byte[] message) {
    String text = new String(message, StandardCharsets.UTF_8);
    return new JsonObject(text.substring(text.indexOf('{')));
  }

  private void received(JsonObject message) {
    JsonObject body = message.getJsonObject("body", message);
    if ("subscribed".equals(body.getString("type"))) {
      boolean begins =
          body.getLong("epoch", 0L) > epoch && Boolean.FALSE.equals(body.getBoolean("recovered"));
      // Of a topic without publications clients are told the position in another epoch.
      boolean goesOn =
          last == 0
              && body.getLong("offset", -1L) == 0
              && body.getLong("epoch") > epoch
              && !body.containsKey("recovered");
      if (subscribed && !begins && !goesOn || !subscribed && body.containsKey("recovered")) {
        problems.add("told " + body);
      }
      // Without a position while no leader answers; another acknowledgement follows.
      subscribed = body.containsKey("offset");
      // The newest publication comes at once.
      last = subscribed ? Math.max(0, body.getLong("offset") - 1) : -1;
      epoch = body.getLong("epoch", 0L);
      number = UNKNOWN;
    } else if (body.containsKey("offset")) {
      // A topic without publications begins another epoch without a word.
      boolean first = last == 0 && body.getLong("epoch") > epoch;
      boolean follows = number == UNKNOWN || body.getLong("after") == number;
      if (body.getLong("offset") != last + 1
          || body.getLong("epoch") != epoch && !first
          || !follows) {
        problems.add("after %d.%d (%d) came %s".formatted(epoch, last, number, body));
      }
      epoch = body.getLong("epoch");
      last = body.getLong("offset");
      number = body.getLong("n");
    }
  }

  @Override
  public void flush() {}

  @Override
  public boolean ping() {
    return true;
  }

  @Override
  public void close(Disconnect disconnect) {
    problems.add("closed " + disconnect);
  }
}
