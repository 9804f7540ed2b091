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
  final Topic topic;
  final List<String> problems = new ArrayList<>();
  Session session;
  boolean left;
  boolean subscribed;
  // The offset of the newest publication that it has received, or follows.
  long last = -1;

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
      if (subscribed || body.containsKey("recovered")) {
        problems.add("told " + body);
      }
      // Without a position while no leader answers; another acknowledgement follows.
      subscribed = body.containsKey("offset");
      // The newest publication comes at once.
      last = subscribed ? Math.max(0, body.getLong("offset") - 1) : -1;
    } else if (body.containsKey("offset")) {
      if (body.getLong("offset") != last + 1) {
        problems.add("after %d came %s".formatted(last, body));
      }
      last = body.getLong("offset");
    }
  }

  @Override
  public void flush() {}

  @Override
  public boolean ping() {
    return true;
  }

  @Override
  public void close(Disconnect goodbye) {
    problems.add("closed " + goodbye);
  }
}
