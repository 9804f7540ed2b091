package dev.tickgate.replica;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.bus.SyncRequest;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads one topic for a part of the node that is no client: in order, each publication once, and
 * those that the bus lost from the leader. Wants the topic while it reads. Confined to the event
 * loop that starts it.
 */
public final class TopicReader {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final int PAGE = 256;
  private static final long SECOND = 1_000;

  private final Vertx vertx;
  private final Bus bus;
  private final Topic topic;
  private final String feed;
  private final Optional<DemandReports> demand;
  private final Consumer<Publication> listener;
  // Publications before the next one with which it begins.
  private int first;
  private Bus.Registration registration;
  // Null before the first answer of a leader.
  private Position have;
  private long term;
  private boolean asking;
  private long timer = -1;

  /**
   * @param topic one that a feed of the routes serves
   * @param reader its name in the cluster, which no other reader and no node has
   */
  public TopicReader(
      Vertx vertx,
      Bus bus,
      TopicRoutes routes,
      Topic topic,
      String reader,
      Consumer<Publication> listener) {
    this.vertx = vertx;
    this.bus = bus;
    this.topic = topic;
    this.feed = routes.of(topic).orElseThrow().feed();
    this.demand =
        Optional.of(new DemandReports(feed, reader, bus))
            .filter(reports -> routes.isOnDemand(feed));
    this.listener = listener;
  }

  /**
   * Begins with the newest publication, where there is one.
   *
   * @return done when it has read that; failed where no leader answers yet
   */
  public Future<Void> startWithNewest() {
    first = 1;
    return hear().compose(heard -> ask());
  }

  /** Begins with the next publication; done when every node knows that this one hears the topic. */
  public Future<Void> start() {
    return hear().onSuccess(heard -> ask()).mapEmpty();
  }

  private Future<Bus.Registration> hear() {
    demand.ifPresent(reports -> reports.wanted(topic));
    timer = vertx.setPeriodic(SECOND, now -> tick());
    return bus.hear(topic, this::received).onSuccess(heard -> registration = heard);
  }

  // A lost last publication has no successor that shows it.
  private void tick() {
    demand.ifPresent(DemandReports::tick);
    ask();
  }

  private void received(Publication publication) {
    if (have == null) {
      return;
    }
    if (publication.position().equals(have.next())) {
      take(publication);
    } else if (isNew(publication.position())) {
      ask();
    }
  }

  private boolean isNew(Position position) {
    return position.epoch() > have.epoch()
        || position.epoch() == have.epoch() && position.offset() > have.offset();
  }

  private void take(Publication publication) {
    have = publication.position();
    listener.accept(publication);
  }

  private Future<Void> ask() {
    if (asking) {
      return Future.succeededFuture();
    }
    asking = true;
    Optional<Position> position = Optional.ofNullable(have);
    int limit = have == null ? first : PAGE;
    return bus.sync(new SyncRequest(feed, topic, position, limit, term), ANSWER)
        .onComplete(done -> asking = false)
        // Without a leader there is nothing to read; the next second asks again.
        .onSuccess(this::answered)
        .mapEmpty();
  }

  private void answered(SyncReply reply) {
    if (reply.term() < term) {
      // Of a leader that does not know that it was deposed.
      return;
    }
    term = reply.term();
    demand.ifPresent(reports -> reports.leads(term));
    Position head = reply.head();
    if (have == null || head.epoch() < have.epoch()) {
      boolean begins = have == null;
      have = head;
      if (begins) {
        reply.publications().forEach(listener);
      }
      return;
    }
    Position before = have;
    reply.publications().stream()
        .filter(publication -> isNew(publication.position()))
        .forEach(this::take);
    if (!have.equals(before) && isNew(head)) {
      ask();
    }
  }

  /** Reads no more; done when every node knows. */
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    demand.ifPresent(reports -> reports.unwanted(topic));
    return registration == null ? Future.succeededFuture() : registration.cancel();
  }
}
