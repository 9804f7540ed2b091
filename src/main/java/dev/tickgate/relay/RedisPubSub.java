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
 * Publishes messages of Redis Pub/Sub while it is connected: Redis stores no message for a
 * disconnected subscriber. At most 1,000 messages wait for the leader of the feed; further ones are
 * dropped. Confined to one event loop.
 */
final class RedisPubSub implements RelayPart, RedisLoop.Work {
  static final int MOST_WAITING = 1_000;
  private static final String TOPICS = "events.";
  private static final long PROBE_MS = 5_000;
  private static final int MOST_UNANSWERED = 2;

  private final Vertx vertx;
  private final String pattern;
  private final InboundPublisher publisher;
  private final RelayReport report;
  private final Supplier<String> keys;
  private final RedisLoop loop;
  private final ArrayDeque<InboundRecord> waiting = new ArrayDeque<>();
  private boolean publishing;
  private boolean stopped;
  private Promise<Long> ended = Promise.promise();
  // Probes that were sent since the last message.
  private int unanswered;
  private Promise<Void> subscribed = Promise.promise();

  /**
   * @param keys supplies unique keys
   */
  RedisPubSub(
      Vertx vertx,
      RelaySettings.Redis settings,
      InboundPublisher publisher,
      RelayReport report,
      Supplier<String> keys) {
    this.vertx = vertx;
    this.pattern = settings.pattern();
    this.publisher = publisher;
    this.report = report;
    this.keys = keys;
    this.loop = new RedisLoop(vertx, settings, this, report);
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
    Promise<Void> confirmed = Promise.promise();
    subscribed = confirmed;
    end.future().onFailure(confirmed::tryFail);
    unanswered = 0;
    long timer = vertx.setPeriodic(PROBE_MS, now -> probe(connection, end));
    end.future().onComplete(over -> vertx.cancelTimer(timer));
    subscribe(connection, end);
    return confirmed.future();
  }

  // A failed write ends the round, so that the loop opens another connection.
  private void subscribe(RedisConnection connection, Promise<Long> end) {
    connection.send(Request.cmd(Command.PSUBSCRIBE).arg(pattern)).onFailure(end::tryFail);
  }

  /** Subscribes again to check the connection: Redis confirms each subscription. */
  private void probe(RedisConnection connection, Promise<Long> end) {
    if (unanswered >= MOST_UNANSWERED) {
      RedisLoop.<Long>unanswered().onFailure(end::tryFail);
    } else {
      unanswered++;
      subscribe(connection, end);
    }
  }

  /**
   * Publishes the messages that wait since a failure of the publisher. A round lasts as long as its
   * connection.
   */
  @Override
  public Future<Long> round(RedisConnection connection) {
    publish();
    return ended.future();
  }

  private void received(Response message) {
    unanswered = 0;
    if (message.type() == ResponseType.ERROR) {
      // An error that Redis returns to a subscriber arrives as a message.
      ended.tryFail(message.toString());
      return;
    }
    subscribed.tryComplete();
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
    publisher.publish(batch).onComplete(done -> published(batch), this::unpublished);
  }

  private void published(List<InboundRecord> batch) {
    publishing = false;
    batch.forEach(waiting::remove);
    report.behind(waiting.size());
    publish();
  }

  /**
   * Ends the connection, so that the loop reports the failure and pauses; the messages still wait.
   * The publisher itself repeats a request that was refused for the moment.
   */
  private void unpublished(Throwable failure) {
    publishing = false;
    report.behind(waiting.size());
    ended.tryFail(failure);
  }
}
