package dev.tickgate.exchange;

import dev.tickgate.lead.Draft;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.GatewayFixture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A connector on an event loop of its own, and what it publishes. A test's thread calls it. */
final class ConnectorFixture implements AutoCloseable {
  /** Of an exchange that is given up soon. */
  static final Limits IMPATIENT =
      new Limits(
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          3,
          Duration.ofMillis(500),
          Duration.ofMillis(1_500),
          Duration.ofHours(23));

  private final String venue;
  private final Vertx vertx;
  private final Context loop;
  private final AtomicLong ahead = new AtomicLong();
  private final Queue<Draft> drafts = new ConcurrentLinkedQueue<>();
  private final Connector connector;
  private long timer;

  ConnectorFixture(Vertx vertx, Venue venue, URI url) {
    this.vertx = vertx;
    this.venue = venue.name();
    this.loop = vertx.getOrCreateContext();
    this.connector =
        onLoop(
            () ->
                new Connector(
                    vertx,
                    venue,
                    url,
                    ExchangeMetrics.NONE,
                    InstantSource.system(),
                    () -> System.nanoTime() + ahead.get(),
                    new Random(1)));
    onLoop(
        () -> {
          connector.start(drafts::add);
          timer = vertx.setPeriodic(ExchangeConnection.TICK.toMillis(), now -> connector.tick());
          return null;
        });
  }

  /** The protocol of an exchange with other limits. */
  record Limited(Venue venue, Limits limits) implements Venue {
    @Override
    public String name() {
      return venue.name();
    }

    @Override
    public URI endpoint(URI base) {
      return venue.endpoint(base);
    }

    @Override
    public Names names() {
      return venue.names();
    }

    @Override
    public boolean isDense(Subject subject) {
      return venue.isDense(subject);
    }

    @Override
    public Conversation open() {
      return venue.open();
    }
  }

  private <T> T onLoop(Supplier<T> action) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(on -> done.complete(action.get()));
    return GatewayFixture.await(done.future());
  }

  void want(Subject... subjects) {
    onLoop(
        () -> {
          List.of(subjects).forEach(subject -> connector.wanted(subject.topic(venue)));
          return null;
        });
  }

  void unwant(Subject subject) {
    onLoop(
        () -> {
          connector.unwanted(subject.topic(venue));
          return null;
        });
  }

  /** The connector's clock jumps. */
  void advance(Duration by) {
    ahead.addAndGet(by.toNanos());
  }

  JsonObject report() {
    return onLoop(connector::report);
  }

  boolean isAway() {
    return onLoop(connector::isAway);
  }

  String state() {
    return report().getString("state");
  }

  long count(String event) {
    return report().getJsonObject("counts").getLong(event);
  }

  /** The number of messages of all topics. */
  int published() {
    return drafts.size();
  }

  List<JsonObject> published(Subject subject) {
    Topic topic = subject.topic(venue);
    List<JsonObject> bodies = new ArrayList<>();
    drafts.stream()
        .filter(draft -> draft.topic().equals(topic))
        .forEach(draft -> bodies.add(new JsonObject(draft.body())));
    return bodies;
  }

  List<String> bids(Subject subject) {
    Topic topic = subject.topic(venue);
    return drafts.stream()
        .filter(draft -> draft.topic().equals(topic))
        .map(draft -> draft.body().replaceAll(".*\"bid\":([0-9.]+),.*", "$1"))
        .toList();
  }

  @Override
  public void close() {
    Future<Void> stopped =
        onLoop(
            () -> {
              vertx.cancelTimer(timer);
              return connector.stop();
            });
    GatewayFixture.await(stopped);
  }
}
