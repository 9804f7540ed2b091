package dev.tickgate.relay;

import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Publishes messages of Redis Pub/Sub, as far as they arrive: Redis keeps none for a subscriber
 * that is away. Of messages that wait for the leader of the feed, 1,000 are kept and further ones
 * dropped. Confined to one event loop.
 */
final class RedisPubSub implements RelayPart, RedisLoop.Work {
  static final int MOST_WAITING = 1_000;
  private static final String TOPICS = "events.";

  private final String pattern;
  private final InboundPublisher publisher;
  private final RelayReport report;
  private final Supplier<String> keys;
  private final RedisLoop loop;
  private final ArrayDeque<InboundRecord> waiting = new ArrayDeque<>();
  private boolean publishing;
  private boolean stopped;
  private Promise<Long> ended = Promise.promise();

  /**
   * @param keys a key that nobody had before
   */
  RedisPubSub(
      Vertx vertx,
      RelaySettings.Redis settings,
      InboundPublisher publisher,
      RelayReport report,
      Supplier<String> keys) {
    this.pattern = settings.pattern();
    this.publisher = publisher;
    this.report = report;
    this.keys = keys;
    this.loop = new RedisLoop(vertx, settings.url(), this, report);
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public Future<Void> stop() {
    stopped = true;
    publisher.stop();
    Future<Void> closed = loop.stop();
    ended.tryFail("the relay stops");
    return closed;
  }

  @Override
  public RelayReport report() {
    return report;
  }

  @Override
  public Future<Void> begin(RedisConnection connection) {
    Promise<Long> end = Promise.promise();
    ended = end;
    connection.handler(this::received);
    connection.exceptionHandler(end::tryFail);
    connection.endHandler(closed -> end.tryFail("the connection was closed"));
    return connection.send(Request.cmd(Command.PSUBSCRIBE).arg(pattern)).mapEmpty();
  }

  /** Lasts as long as the connection. */
  @Override
  public Future<Long> round(RedisConnection connection) {
    return ended.future();
  }

  private void received(Response message) {
    if (message.type() == ResponseType.ERROR) {
      // What Redis refuses to a subscriber arrives as a message.
      ended.tryFail(message.toString());
      return;
    }
    boolean isMessage = message.size() == 4 && message.get(0).toString().equals("pmessage");
    if (!isMessage) {
      return;
    }
    String channel = message.get(2).toString();
    String rest = channel.substring(Math.min(channel.length(), pattern.length() - 1));
    Optional<Topic> topic = Topic.parse(TOPICS + rest);
    if (topic.isEmpty()) {
      report.refused(
          "redis " + channel, ErrorCode.INVALID_TOPIC, ErrorCode.INVALID_TOPIC.sentence());
    } else if (waiting.size() >= MOST_WAITING) {
      report.dropped();
    } else {
      String payload = message.get(3).toString(StandardCharsets.UTF_8);
      waiting.add(
          new InboundRecord(topic.get(), "pubsub:" + keys.get(), payload, "redis " + channel));
      publish();
    }
  }

  private void publish() {
    if (publishing || waiting.isEmpty() || stopped) {
      return;
    }
    publishing = true;
    List<InboundRecord> batch = new ArrayList<>(waiting);
    publisher
        .publish(batch)
        .onComplete(
            done -> {
              publishing = false;
              batch.forEach(waiting::remove);
              report.behind(waiting.size());
              publish();
            });
  }
}
