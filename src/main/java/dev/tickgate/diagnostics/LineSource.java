package dev.tickgate.diagnostics;

import dev.tickgate.replica.Hubs;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source for measurements, on the loopback interface. Each line is a JSON object. The source
 * publishes it on the topic {@code bench}, or on the topic {@code bench.…} in its field {@code
 * topic}, with its fields unchanged and its position after them. Hubs treat it like a publication
 * of a feed. The source answers an invalid line with an error. It does not read from a client that
 * sends faster than the event loops deliver.
 */
public final class LineSource extends VerticleBase {
  /** The topic of a line that names none, and the prefix of the others. */
  public static final Topic TOPIC = new Topic("bench");

  private static final Logger LOG = LoggerFactory.getLogger(LineSource.class);
  private static final int MAX_LINE = 64 * 1024;
  private static final int MAX_BACKLOG = 256;
  private static final long PAUSE = 1;

  private final int port;
  private final Hubs hubs;
  private final long epoch;
  private final Map<Topic, Position> heads = new HashMap<>();
  private NetServer server;

  /**
   * @param port 0 for any free port
   */
  public LineSource(int port, Hubs hubs, InstantSource clock) {
    this.port = port;
    this.hubs = hubs;
    this.epoch = clock.instant().getEpochSecond();
  }

  @Override
  public Future<?> start() {
    server = vertx.createNetServer().connectHandler(this::connected);
    return server
        .listen(port, "127.0.0.1")
        .onSuccess(
            listening ->
                LOG.atWarn()
                    .addKeyValue("port", listening.actualPort())
                    .addKeyValue("topic", TOPIC)
                    .log("diagnostics.source_opened"));
  }

  /** Returns the port on which it listens, once started; any thread may call. */
  public int port() {
    return server.actualPort();
  }

  private void connected(NetSocket socket) {
    RecordParser lines = RecordParser.newDelimited("\n", socket).maxRecordSize(MAX_LINE);
    lines.handler(
        line -> {
          take(line).ifPresent(wrong -> socket.write("{\"error\":\"" + wrong + "\"}\n"));
          if (hubs.backlog() > MAX_BACKLOG) {
            lines.pause();
            resumeLater(lines);
          }
        });
    lines.exceptionHandler(
        failure -> {
          LOG.atDebug().addKeyValue("reason", failure).log("diagnostics.source_failed");
          socket.close();
        });
  }

  private void resumeLater(RecordParser lines) {
    vertx.setTimer(
        PAUSE,
        timer -> {
          if (hubs.backlog() > MAX_BACKLOG) {
            resumeLater(lines);
          } else {
            lines.resume();
          }
        });
  }

  /**
   * Publishes a line.
   *
   * @return the error of the line; empty if it was published
   */
  private Optional<String> take(Buffer line) {
    String text = line.toString(StandardCharsets.UTF_8);
    JsonObject object;
    try {
      object = new JsonObject(text);
    } catch (DecodeException | ClassCastException e) {
      return Optional.of("INVALID_JSON");
    }
    if (object.isEmpty() || object.containsKey("epoch") || object.containsKey("offset")) {
      return Optional.of("INVALID_FIELDS");
    }
    Optional<Topic> topic = topic(object.getValue("topic", TOPIC.name()));
    topic.ifPresent(to -> publish(to, text));
    return topic.isPresent() ? Optional.empty() : Optional.of("INVALID_TOPIC");
  }

  private static Optional<Topic> topic(Object name) {
    return name instanceof String text
        ? Topic.parse(text).filter(topic -> topic.isOf(TOPIC))
        : Optional.empty();
  }

  private void publish(Topic topic, String object) {
    Position head = heads.get(topic);
    if (head == null) {
      Position start = new Position(epoch, 0);
      head = start;
      hubs.post(hub -> hub.fill(topic, start, List.of()));
    }
    Position next = head.next();
    heads.put(topic, next);
    Publication publication = Publication.at(topic, next, object);
    hubs.post(hub -> hub.publish(publication));
  }
}
